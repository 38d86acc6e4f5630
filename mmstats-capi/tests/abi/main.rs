//! The ABI: what the library exports, what the header declares, and that neither breaks the
//! programs that were compiled against them.

mod declarations;
mod documentation;
mod library;
mod measured;
mod numbers;
mod symbols;
