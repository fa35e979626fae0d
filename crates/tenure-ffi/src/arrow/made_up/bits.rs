//! Bits as Arrow lays them out.

/// Bits in bytes, the lowest first.
pub(crate) fn bits(values: impl Iterator<Item = bool>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (row, bit) in values.enumerate() {
        if row.is_multiple_of(8) {
            bytes.push(0);
        }
        if let (true, Some(last)) = (bit, bytes.last_mut()) {
            *last |= 1 << (row % 8);
        }
    }
    bytes
}
