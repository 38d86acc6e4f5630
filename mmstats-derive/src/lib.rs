//! The derives of `mmstats`, which exports them: use them from there.

mod attributes;
mod metrics;
mod structs;

use proc_macro::TokenStream;
use syn::{Data, DeriveInput, Error, Field, Fields, parse_macro_input};

/// Makes a Rust struct one whose fields are published together, as a family of kind struct.
///
/// A field is a component: a number, `bool`, or `mmstats::FixedText`. In `#[mmstats(...)]` it can have
///
/// - `name = "..."`: else it is the field's;
/// - `unit = "..."`;
/// - `counter`: the value only grows. Numbers are gauges otherwise.
///
/// Values stand in a slot in their order, each aligned to its width, whatever memory layout the Rust
/// struct has.
#[proc_macro_derive(Struct, attributes(mmstats))]
pub fn derive_struct(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    structs::derive(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// Makes a struct of metrics one that registers them all.
///
/// A field is a handle, or an `mmstats::Family` of handles. In `#[mmstats(...)]` the struct can have
/// `prefix = "..."`, and a field
///
/// - `name = "..."`: else it is the field's, behind the prefixes;
/// - `unit = "..."`;
/// - `help = "..."`: else it is the field's documentation;
/// - `labels("...", ...)`: of an `mmstats::Family`, which needs them;
/// - any other method of `mmstats::Declaration` with what it takes: `capacity(24)`, `scale(2)`,
///   `alive_only()`.
#[proc_macro_derive(Metrics, attributes(mmstats))]
pub fn derive_metrics(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    metrics::derive(&input).unwrap_or_else(Error::into_compile_error).into()
}

/// The fields of a struct with named fields.
fn named_fields(input: &DeriveInput) -> Result<Vec<&Field>, Error> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => Ok(fields.named.iter().collect()),
            _ => Err(Error::new_spanned(input, "expected a struct with named fields")),
        },
        _ => Err(Error::new_spanned(input, "expected a struct")),
    }
}
