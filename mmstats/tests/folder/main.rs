//! Readers on anything that a folder holds (F1-READ-ONLY, SPEC.md 2.13): they refuse what is no stats
//! file, at once, and read the rest.

mod churn;
mod cut;
mod kinds;
mod sample;
#[path = "../support/user.rs"]
mod user;
