//! `#[derive(Inputs)]`.

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::spanned::Spanned;
use syn::{
    Data, DeriveInput, Error, Field, Fields, GenericParam, Ident, Lifetime, LitStr, Result, Type,
};

/// One field: its name, type and signal.
struct Read<'a> {
    name: &'a Ident,
    ty: &'a Type,
    signal: LitStr,
}

pub(crate) fn derive(item: &DeriveInput) -> Result<TokenStream> {
    let reads = fields(item)?
        .into_iter()
        .map(read)
        .collect::<Result<Vec<_>>>()?;
    twice(&reads)?;
    let lifetime = lifetime(item)?;
    let name = &item.ident;
    let own = lifetime
        .clone()
        .unwrap_or_else(|| Lifetime::new("'a", name.span()));
    let (generics, header, row) = match lifetime {
        Some(_) => (quote!(<'row>), quote!(#name<'row>), quote!(#name<'read>)),
        None => (quote!(), quote!(#name), quote!(#name)),
    };
    let (columns, block) = (
        format_ident!("{}Columns", name),
        format_ident!("{}Block", name),
    );
    let visibility = &item.vis;
    let types: Vec<&Type> = reads.iter().map(|read| read.ty).collect();
    let named = |lifetime: &str| -> Vec<TokenStream> {
        let renamed = |ty: &&Type| renamed(ty.to_token_stream(), &own.ident, lifetime);
        types.iter().map(renamed).collect()
    };
    let (fixed, read) = (named("static"), named("read"));
    let names: Vec<&Ident> = reads.iter().map(|read| read.name).collect();
    let signals: Vec<&LitStr> = reads.iter().map(|read| &read.signal).collect();
    let places = 0..reads.len();
    Ok(quote! {
        #[doc(hidden)]
        #visibility struct #columns<#own> {
            #(#names: <#types as ::tenure_plugin::FromColumn<#own>>::Reader,)*
            lifetime: ::std::marker::PhantomData<&#own ()>,
        }

        #[doc(hidden)]
        #visibility struct #block<#own> {
            #(#names: <#types as ::tenure_plugin::FromColumn<#own>>::Block,)*
            lifetime: ::std::marker::PhantomData<&#own ()>,
        }

        impl #generics ::tenure_plugin::Inputs for #header {
            const INPUTS: &'static [::tenure_plugin::Input] = &[#(::tenure_plugin::Input {
                name: #signals,
                ty: <#fixed as ::tenure_plugin::FromColumn<'static>>::TYPE,
                required: <#fixed as ::tenure_plugin::FromColumn<'static>>::REQUIRED,
            }),*];
            type Row<'read> = #row;
            type Columns<'read> = #columns<'read>;
            type Block<'read> = #block<'read>;

            fn columns<'read>(
                columns: &'read [::tenure_plugin::Column],
                rows: usize,
            ) -> ::std::result::Result<Self::Columns<'read>, ::std::string::String> {
                ::std::result::Result::Ok(#columns {
                    #(#names: ::tenure_plugin::bind::<#read>(columns, #places, #signals, rows)?,)*
                    lifetime: ::std::marker::PhantomData,
                })
            }

            #[inline]
            fn block<'read>(
                columns: &Self::Columns<'read>,
                first: usize,
            ) -> Self::Block<'read> {
                #block {
                    #(#names: <#read as ::tenure_plugin::FromColumn<'read>>::block(&columns.#names, first),)*
                    lifetime: ::std::marker::PhantomData,
                }
            }

            #[inline]
            fn row<'read>(block: &Self::Block<'read>, at: usize) -> Self::Row<'read> {
                #name {
                    #(#names: <#read as ::tenure_plugin::FromColumn<'read>>::read(&block.#names, at),)*
                }
            }

            #[inline]
            fn single<'read>(columns: &Self::Columns<'read>, row: usize) -> Self::Row<'read> {
                #name {
                    #(#names: <#read as ::tenure_plugin::FromColumn<'read>>::single(&columns.#names, row),)*
                }
            }
        }
    })
}

/// A type with one lifetime under another name.
fn renamed(tokens: TokenStream, from: &Ident, to: &str) -> TokenStream {
    let mut after_quote = false;
    let renamed = tokens.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if after_quote && ident == *from => {
            after_quote = false;
            TokenTree::Ident(Ident::new(to, ident.span()))
        }
        TokenTree::Group(group) => {
            let inner = renamed(group.stream(), from, to);
            TokenTree::Group(Group::new(group.delimiter(), inner))
        }
        token => {
            after_quote = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
            token
        }
    });
    renamed.collect()
}

fn fields(item: &DeriveInput) -> Result<Vec<&Field>> {
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) if !fields.named.is_empty() => Ok(fields.named.iter().collect()),
            Fields::Named(_) | Fields::Unnamed(_) | Fields::Unit => Err(Error::new(
                item.ident.span(),
                "a plugin reads at least one signal: give this struct a named field for each",
            )),
        },
        Data::Enum(_) | Data::Union(_) => Err(Error::new(
            item.ident.span(),
            "what a plugin reads is a struct with a named field for each signal",
        )),
    }
}

fn read(field: &Field) -> Result<Read<'_>> {
    let name = field
        .ident
        .as_ref()
        .ok_or_else(|| Error::new(field.span(), "this field needs a name"))?;
    let mut signal = None;
    for attribute in field
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("input"))
    {
        if signal.replace(attribute.parse_args::<LitStr>()?).is_some() {
            return Err(Error::new(
                attribute.span(),
                "a field is read from one signal",
            ));
        }
    }
    let signal = signal.ok_or_else(|| {
        let message = "say which signal this is read from: #[input(\"name.of_the_signal\")]";
        Error::new(name.span(), message)
    })?;
    Ok(Read {
        name,
        ty: &field.ty,
        signal,
    })
}

fn twice(reads: &[Read<'_>]) -> Result<()> {
    for (at, read) in reads.iter().enumerate() {
        if reads
            .iter()
            .take(at)
            .any(|other| other.signal.value() == read.signal.value())
        {
            return Err(Error::new(
                read.signal.span(),
                "another field is read from this signal already",
            ));
        }
    }
    Ok(())
}

fn lifetime(item: &DeriveInput) -> Result<Option<Lifetime>> {
    let mut found = None;
    for parameter in &item.generics.params {
        match parameter {
            GenericParam::Lifetime(lifetime) if found.is_none() => {
                found = Some(lifetime.lifetime.clone())
            }
            GenericParam::Lifetime(_) | GenericParam::Type(_) | GenericParam::Const(_) => {
                let message =
                    "what a plugin reads has one lifetime at most, and no type parameters";
                return Err(Error::new(parameter.span(), message));
            }
        }
    }
    Ok(found)
}
