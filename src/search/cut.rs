//! How the items are cut into segments by time.
