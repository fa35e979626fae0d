//! What a CRM knows: accounts, their records and the tenant, and how they are read from JSON.

pub use tenure_model::*;
