//! Words that mean the same.
