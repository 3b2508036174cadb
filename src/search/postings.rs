//! Which documents hold which grams.
