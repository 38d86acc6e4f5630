//! `#[derive(Struct)]`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{DeriveInput, Error, Field};

use crate::{attributes, named_fields};

pub fn derive(input: &DeriveInput) -> Result<TokenStream, Error> {
    if !input.generics.params.is_empty() {
        let what = "expected a struct without generic parameters: its layout is one of the file";
        return Err(Error::new_spanned(&input.generics, what));
    }
    let fields = named_fields(input)?;
    if fields.is_empty() {
        return Err(Error::new_spanned(input, "expected at least one field"));
    }
    let mut components = Vec::new();
    let mut puts = Vec::new();
    // Types of fields are looked up behind these constants, so that no name may be one of a program's.
    let mut end = quote! { 0 };
    let mut places = Vec::new();
    for (i, field) in fields.iter().enumerate() {
        let (ident, of) = (field.ident.as_ref(), &field.ty);
        let field_trait = quote! { <#of as ::mmstats::StructField> };
        let place = format_ident!("MMSTATS_PLACE_{i}");
        places.push(quote! {
            const #place: u32 = ::mmstats::format::encode::place(#field_trait::TYPE, #end);
        });
        end = quote! { #place + #field_trait::WIDTH };
        components.push(component(field, &quote! { #place })?);
        puts.push(quote! {
            ::mmstats::StructField::put(&self.#ident, &mut bytes[#place as usize..(#end) as usize]);
        });
    }
    let name = &input.ident;
    Ok(quote! {
        const _: () = {
            #(#places)*
            const MMSTATS_WORDS: usize = ((#end) as usize).div_ceil(8);

            impl ::mmstats::Struct for #name {
                const COMPONENTS: &'static [::mmstats::format::Component<'static>] = &[#(#components),*];
                const WIDTH: u32 = #end;

                #[inline(always)]
                fn publish_to(&self, cell: &::mmstats::format::cells::SequencedCell<'_>) {
                    let mut bytes = [0u8; MMSTATS_WORDS * 8];
                    #(#puts)*
                    let mut words = [0u64; MMSTATS_WORDS];
                    for (word, bytes) in words.iter_mut().zip(bytes.as_chunks::<8>().0) {
                        *word = u64::from_le_bytes(*bytes);
                    }
                    cell.publish_array(&words);
                }
            }
        };
    })
}

fn component(field: &Field, place: &TokenStream) -> Result<TokenStream, Error> {
    let of = &field.ty;
    let field_trait = quote! { <#of as ::mmstats::StructField> };
    let mut name = field.ident.as_ref().map(|ident| ident.unraw().to_string()).unwrap_or_default();
    let mut unit = String::new();
    let mut kind = quote! { #field_trait::KIND };
    attributes::parse(&field.attrs, |meta| {
        if meta.path.is_ident("name") {
            name = attributes::text(&meta)?;
        } else if meta.path.is_ident("unit") {
            unit = attributes::text(&meta)?;
        } else if meta.path.is_ident("counter") {
            kind = quote! { ::mmstats::format::ComponentKind::Counter };
        } else {
            return Err(meta.error("expected name = \"...\", unit = \"...\" or counter"));
        }
        Ok(())
    })?;
    Ok(quote! {
        ::mmstats::format::Component {
            name: #name,
            unit: #unit,
            component_type: #field_trait::TYPE,
            kind: #kind,
            offset: #place,
            width: #field_trait::WIDTH,
        }
    })
}
