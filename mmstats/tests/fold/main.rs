//! Folding: what dead writers counted stays, and their files go.

#[path = "../support/child.rs"]
mod child;
mod concurrent;
mod creation;
mod crowds;
mod failures;
mod folding;
mod items;
mod kept;
mod kills;
mod limits;
mod lists;
mod locks;
mod model;
mod occupied;
mod place;
mod refused;
mod traced;
#[path = "../support/trap.rs"]
mod trap;
