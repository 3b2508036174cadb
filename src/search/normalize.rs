//! The one form in which texts and queries are compared.
