//! `#[derive(Metrics)]`.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::token::Paren;
use syn::{DeriveInput, Error, Field};

use crate::{attributes, named_fields};

pub fn derive(input: &DeriveInput) -> Result<TokenStream, Error> {
    let mut prefix = String::new();
    attributes::parse(&input.attrs, |meta| {
        if !meta.path.is_ident("prefix") {
            return Err(meta.error("expected prefix = \"...\""));
        }
        prefix = attributes::text(&meta)?;
        Ok(())
    })?;
    let fields = named_fields(input)?;
    let fields: Vec<_> =
        fields.iter().map(|field| registration(field, &prefix)).collect::<Result<_, _>>()?;
    let name = &input.ident;
    let (impl_generics, type_generics, where_clause) = input.generics.split_for_impl();
    Ok(quote! {
        impl #impl_generics ::mmstats::Metrics for #name #type_generics #where_clause {
            fn register_with(
                stats: &::mmstats::Writer,
                prefix: &str,
            ) -> ::core::result::Result<Self, ::mmstats::Error> {
                ::core::result::Result::Ok(Self { #(#fields),* })
            }
        }
    })
}

/// A field with what registers it.
fn registration(field: &Field, prefix: &str) -> Result<TokenStream, Error> {
    let (ident, of) = (&field.ident, &field.ty);
    let mut name = ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
    let mut help = attributes::documentation(field);
    let mut calls = Vec::new();
    let mut labels = None;
    attributes::parse(&field.attrs, |meta| {
        if meta.path.is_ident("name") {
            name = attributes::text(&meta)?;
        } else if meta.path.is_ident("help") {
            help = attributes::text(&meta)?;
        } else if meta.path.is_ident("unit") {
            let unit = attributes::text(&meta)?;
            calls.push(quote! { .unit(#unit) });
        } else if meta.path.is_ident("labels") {
            labels = Some(attributes::texts(&meta)?);
        } else {
            if !meta.input.peek(Paren) {
                return Err(meta.error(
                    "expected name = \"...\", unit = \"...\", help = \"...\", labels(...), or a \
                     method of mmstats::Declaration with its arguments, such as scale(2)",
                ));
            }
            let (method, arguments) = (meta.path.require_ident()?, attributes::arguments(&meta)?);
            calls.push(quote_spanned! { method.span()=> .#method(#arguments) });
        }
        Ok(())
    })?;
    let name = format!("{prefix}{name}");
    let (metric, labels) = match labels {
        None => (quote! { #of }, None),
        Some(keys) => {
            let count = keys.len();
            let metric = quote! { <#of as ::mmstats::Labelled<#count>>::Metric };
            (metric, Some(quote! { .labels([#(#keys),*]) }))
        }
    };
    Ok(quote_spanned! { field.ty.span()=>
        #ident: <#metric as ::mmstats::Metric>::declare(
                stats,
                &::std::format!("{prefix}{}", #name),
            )
            .help(#help)
            #(#calls)*
            #labels
            .register()?
    })
}
