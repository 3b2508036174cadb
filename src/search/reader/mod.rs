//! The reader of a built index, the twin of the browser's.
