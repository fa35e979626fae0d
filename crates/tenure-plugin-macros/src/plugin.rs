//! `#[plugin]`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{
    Attribute, Error, Expr, ExprLit, FnArg, GenericArgument, ItemFn, Lifetime, Lit, LitInt, LitStr,
    MetaNameValue, PathArguments, PathSegment, Result, ReturnType, Token, Type,
};

/// What the attribute says.
struct Settings {
    id: TokenStream,
    version: TokenStream,
    dictionary: LitStr,
    max_points: LitInt,
    reads_day: bool,
}

const SHAPE: &str = "the function of a plugin looks like `fn score(account: &Account<'_>, context: &Context<'_, Settings>, \
                     scores: &mut Scores<Reason, Action>)`";

pub(crate) fn attribute(settings: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let settings = read(settings)?;
    let function: ItemFn = syn::parse2(item)?;
    let [row, context, scores] = arguments(&function)?;
    let inputs = still(referred(row)?);
    let parameters = types(context)?
        .into_iter()
        .next()
        .unwrap_or_else(|| quote!(()));
    let mut codes = types(scores)?.into_iter();
    let reasons = codes.next().ok_or_else(|| {
        Error::new(
            scores.span(),
            "say which enum the reasons are: `&mut Scores<Reason>`",
        )
    })?;
    let actions = codes
        .next()
        .unwrap_or_else(|| quote!(::tenure_plugin::NoActions));
    let name = &function.sig.ident;
    let visibility = &function.vis;
    let Settings {
        id,
        version,
        dictionary,
        max_points,
        reads_day,
    } = settings;
    // Called row by row from few places: of a block, what a rule does not ask for is not even read.
    let is_inline = |attribute: &Attribute| attribute.path().is_ident("inline");
    let inline = (!function.attrs.iter().any(is_inline)).then(|| quote!(#[inline(always)]));
    Ok(quote! {
        #inline
        #function

        /// The plugin whose rows are scored by the function beside it.
        #[derive(Debug, Clone, Copy)]
        #visibility enum Plugin {}

        impl ::tenure_plugin::Rule for Plugin {
            type Inputs = #inputs;
            type Parameters = #parameters;
            type Reasons = #reasons;
            type Actions = #actions;

            const ID: &'static str = #id;
            const VERSION: &'static str = #version;
            const DICTIONARY: &'static str = #dictionary;
            const MAX_POINTS: i32 = #max_points;
            const READS_DAY: bool = #reads_day;

            #[inline(always)]
            fn score(
                row: &<Self::Inputs as ::tenure_plugin::Inputs>::Row<'_>,
                context: &::tenure_plugin::Context<'_, Self::Parameters>,
                scores: &mut ::tenure_plugin::Scores<Self::Reasons, Self::Actions>,
            ) {
                #name(row, context, scores)
            }
        }

        ::tenure_plugin::export!(Plugin);
    })
}

fn read(settings: TokenStream) -> Result<Settings> {
    let pairs = Punctuated::<MetaNameValue, Token![,]>::parse_terminated.parse2(settings)?;
    let (mut id, mut version, mut dictionary, mut max_points) = (None, None, None, None);
    let mut reads_day = false;
    for pair in &pairs {
        let name = pair.path.require_ident()?.to_string();
        match (name.as_str(), &pair.value) {
            (
                "id",
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }),
            ) => id = Some(quote!(#text)),
            (
                "version",
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }),
            ) => version = Some(quote!(#text)),
            (
                "dictionary",
                Expr::Lit(ExprLit {
                    lit: Lit::Str(text),
                    ..
                }),
            ) => dictionary = Some(text.clone()),
            (
                "max_points",
                Expr::Lit(ExprLit {
                    lit: Lit::Int(points),
                    ..
                }),
            ) => max_points = Some(points.clone()),
            ("id" | "version" | "dictionary", other) => {
                return Err(Error::new(other.span(), "a text in quotes belongs here"));
            }
            (
                "reads_day",
                Expr::Lit(ExprLit {
                    lit: Lit::Bool(truth),
                    ..
                }),
            ) => reads_day = truth.value,
            ("reads_day", other) => {
                return Err(Error::new(other.span(), "`true` or `false` belongs here"));
            }
            ("max_points", other) => {
                return Err(Error::new(
                    other.span(),
                    "a whole number of points belongs here",
                ));
            }
            _ => {
                let message =
                    "`id`, `version`, `dictionary`, `max_points` and `reads_day` can be set here";
                return Err(Error::new(pair.path.span(), message));
            }
        }
    }
    let missing = |what: &str| Error::new(Span::call_site(), what);
    Ok(Settings {
        id: id.unwrap_or_else(|| quote!(env!("CARGO_PKG_NAME"))),
        version: version.unwrap_or_else(|| quote!(env!("CARGO_PKG_VERSION"))),
        dictionary: dictionary.ok_or_else(|| {
            missing("say for which signals this was written: dictionary = \"^1.0\"")
        })?,
        max_points: max_points
            .ok_or_else(|| missing("say how many points a row may get at most: max_points = 20"))?,
        reads_day,
    })
}

fn arguments(function: &ItemFn) -> Result<[&Type; 3]> {
    if let ReturnType::Type(_, ty) = &function.sig.output {
        return Err(Error::new(
            ty.span(),
            "the function of a plugin returns nothing: it gives points to the scores it is handed",
        ));
    }
    if !function.sig.generics.params.is_empty() {
        return Err(Error::new(function.sig.generics.span(), SHAPE));
    }
    let types = function.sig.inputs.iter().map(|argument| match argument {
        FnArg::Typed(typed) => Ok(&*typed.ty),
        FnArg::Receiver(receiver) => Err(Error::new(receiver.span(), SHAPE)),
    });
    let types = types.collect::<Result<Vec<_>>>()?;
    types
        .try_into()
        .map_err(|_| Error::new(function.sig.span(), SHAPE))
}

fn referred(ty: &Type) -> Result<&Type> {
    match ty {
        Type::Reference(reference) => Ok(&reference.elem),
        _ => Err(Error::new(ty.span(), SHAPE)),
    }
}

fn last(ty: &Type) -> Result<&PathSegment> {
    match referred(ty)? {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .ok_or_else(|| Error::new(ty.span(), SHAPE)),
        _ => Err(Error::new(ty.span(), SHAPE)),
    }
}

/// The types that a reference's type is made of: `&Scores<A, B>` gives A and B.
fn types(ty: &Type) -> Result<Vec<TokenStream>> {
    let PathArguments::AngleBracketed(arguments) = &last(ty)?.arguments else {
        return Ok(Vec::new());
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(quote!(#ty)),
        _ => None,
    });
    Ok(types.collect())
}

/// The type with every lifetime of its last segment made `'static`: it names the row without borrowing one.
fn still(ty: &Type) -> TokenStream {
    let mut ty = ty.clone();
    if let Type::Path(path) = &mut ty
        && let Some(segment) = path.path.segments.last_mut()
        && let PathArguments::AngleBracketed(arguments) = &mut segment.arguments
    {
        for argument in &mut arguments.args {
            if let GenericArgument::Lifetime(lifetime) = argument {
                *lifetime = Lifetime::new("'static", lifetime.span());
            }
        }
    }
    quote!(#ty)
}
