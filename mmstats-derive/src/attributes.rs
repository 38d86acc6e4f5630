//! What stands in `#[mmstats(...)]`, and in documentation.

use proc_macro2::TokenStream;
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, Expr, ExprLit, Field, Lit, LitStr, Meta, Token};

/// Calls `each` with every item in the `#[mmstats(...)]` of a struct or field.
pub fn parse(
    attributes: &[Attribute],
    each: impl FnMut(ParseNestedMeta<'_>) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut each = each;
    let ours = attributes.iter().filter(|attribute| attribute.path().is_ident("mmstats"));
    ours.into_iter().try_for_each(|attribute| attribute.parse_nested_meta(&mut each))
}

/// The text of `key = "text"`.
pub fn text(meta: &ParseNestedMeta<'_>) -> Result<String, Error> {
    Ok(meta.value()?.parse::<LitStr>()?.value())
}

/// The texts of `key("text", ...)`.
pub fn texts(meta: &ParseNestedMeta<'_>) -> Result<Vec<LitStr>, Error> {
    let content;
    syn::parenthesized!(content in meta.input);
    let texts = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
    Ok(texts.into_iter().collect())
}

/// The arguments of `key(arguments)`, as they are.
pub fn arguments(meta: &ParseNestedMeta<'_>) -> Result<TokenStream, Error> {
    let content;
    syn::parenthesized!(content in meta.input);
    content.parse()
}

/// The documentation of a field, its lines joined by spaces.
pub fn documentation(field: &Field) -> String {
    let lines = field.attrs.iter().filter_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    });
    let lines: Vec<_> = lines.map(|line| line.trim().to_owned()).collect();
    lines.join(" ").trim().to_owned()
}
