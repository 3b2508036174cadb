//! What the index knows of an item.
