//! One segment of the index: its documents and their files.
