//! Folding: what dead writers counted stays, and their files go.

#[path = "../support/child.rs"]
mod child;
mod concurrent;
mod creation;
mod folding;
mod kept;
mod kills;
mod lists;
mod model;
mod place;
mod refused;
