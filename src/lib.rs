//! gongkai turns a folder of disclosure items into a searchable static portal.
