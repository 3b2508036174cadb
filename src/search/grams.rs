//! Grams of a text, and the grams that cover a query.
