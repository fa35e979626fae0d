//! What operations cost in fuel. Most cost one; these take longer.

use wasmtime::{OperatorCost, VariableOperatorCost};

/// Divisions and roots: several times as long as an addition.
const DIVISION: u8 = 6;
/// What goes into the host, whatever comes of it.
const CALL: u8 = 255;

pub(crate) fn costs() -> OperatorCost {
    OperatorCost {
        MemoryGrow: CALL,
        TableGrow: CALL,
        I32DivS: DIVISION,
        I32DivU: DIVISION,
        I32RemS: DIVISION,
        I32RemU: DIVISION,
        I64DivS: DIVISION,
        I64DivU: DIVISION,
        I64RemS: DIVISION,
        I64RemU: DIVISION,
        F32Div: DIVISION,
        F64Div: DIVISION,
        F32Sqrt: DIVISION,
        F64Sqrt: DIVISION,
        F32x4Div: DIVISION,
        F64x2Div: DIVISION,
        F32x4Sqrt: DIVISION,
        F64x2Sqrt: DIVISION,
        variable: VariableOperatorCost {
            memory_grow_per_page: 25,
            ..VariableOperatorCost::new()
        },
        ..OperatorCost::new()
    }
}
