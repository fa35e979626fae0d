//! The host's side of the WIT package.

wasmtime::component::bindgen!({
    world: "plugin",
    path: "../tenure-plugin/wit",
    ownership: Borrowing { duplicate_if_necessary: true },
});
