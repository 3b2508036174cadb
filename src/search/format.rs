//! The files under `search/`: what each is, byte by byte; the only definition.
