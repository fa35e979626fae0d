//! An account on a day, as records that can be written, read and made smaller.

use chrono::{Days, NaiveDate};
use serde_json::{Map, Value as Json, json};
use tenure_model::{Account, Limits, Tenant, add_months, read_account, read_tenant};

/// What a property is tried on: an account and its tenant, as JSON, on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// The day.
    pub as_of: NaiveDate,
    /// The account, as `tenure schema account` says.
    pub account: Map<String, Json>,
    /// The tenant, as `tenure schema tenant` says.
    pub tenant: Map<String, Json>,
    /// What a property chooses by where it has a choice: which rule to turn off, where to move a signal.
    pub turn: u64,
}

/// The person who owns the quiet account.
pub(super) const OWNER: &str = "o-1";
/// Its contract.
pub(super) const CONTRACT: &str = "c-1";
/// The product that it has.
const PRODUCT: &str = "p-1";

impl Example {
    /// An account about which there is nothing to say: a contract far from its renewal, an answer in the middle, some
    /// use, everybody at work. Every list is known, so whatever is changed about it is the only thing that speaks.
    pub fn quiet(as_of: NaiveDate) -> Self {
        let mut quiet = Self {
            as_of,
            account: Map::new(),
            tenant: object(json!({
                "owners": [
                    { "id": OWNER, "role": "sales", "manager_id": "o-4" },
                    { "id": "o-2", "role": "csm", "manager_id": "o-4" },
                    { "id": "o-3", "role": "support", "manager_id": "o-4" },
                    { "id": "o-4", "role": "manager" },
                    { "id": "o-5", "role": "marketing", "manager_id": "o-4" },
                ],
                "offers": [],
                "loss_reasons": [],
                "first_response_target_minutes": 240,
                "facts": { "as_of": as_of.to_string(), "top_loss_reasons": [], "retention_rate_bp": 8_000, "losses_90d": [] },
            })),
            turn: 0,
        };
        let ago = |days| quiet.ago(days);
        let account = json!({
            "id": "a-1",
            "industry": "retail",
            "segment": "mid",
            "lifecycle": "steady",
            "signup_date": quiet.months_ahead(-20),
            "live_on": ago(500),
            "currency": "EUR",
            "owner_id": OWNER,
            "csm_id": "o-2",
            "contact_prefs": { "email": "granted" },
            "contacts": [
                { "id": "k-1", "role": "economic_buyer", "consent": { "email": "granted" } },
                { "id": "k-2", "role": "champion", "consent": { "email": "granted" } },
            ],
            "contracts": [{
                "id": CONTRACT, "status": "active", "product_ids": [PRODUCT], "start_date": quiet.months_ahead(-7),
                "end_date": quiet.months_ahead(5), "auto_renew": false,
                "amount": { "minor": 1_200_000, "currency": "EUR" },
            }],
            "contract_events": [],
            "opportunities": [],
            "surveys": [{ "id": "s-1", "kind": "pulse", "score": 55.0, "at": ago(40) }],
            "complaints": [],
            "tickets": [],
            "usage": [
                { "id": "u-1", "metric": "use", "window_end": ago(40), "value": 60.0 },
                { "id": "u-2", "metric": "use", "window_end": ago(10), "value": 60.0, "entitlement": 100.0 },
            ],
            "invoices": [],
            "purchases": [],
            "interactions": [{ "id": "i-1", "kind": "call", "at": ago(45) }],
            "referrals": [],
            "assignments": [],
            "handovers": [],
            "scores": [],
            "actions": [],
        });
        quiet.account = object(account);
        quiet
    }

    /// The account and the tenant; `None` where the model refuses one of them.
    pub fn read(&self) -> Option<(Account, Tenant)> {
        Some((self.read_account()?, self.read_tenant()?))
    }

    pub(super) fn read_account(&self) -> Option<Account> {
        let account = serde_json::to_string(&self.account).ok()?;
        Some(read_account(&account, &Limits::default()).ok()?.value)
    }

    pub(super) fn read_tenant(&self) -> Option<Tenant> {
        let tenant = serde_json::to_string(&self.tenant).ok()?;
        Some(read_tenant(&tenant, &Limits::default()).ok()?.value)
    }

    /// From records.
    pub fn of(account: &Account, tenant: &Tenant, as_of: NaiveDate, turn: u64) -> Self {
        let json = |value: serde_json::Result<Json>| value.map(object).unwrap_or_default();
        Self {
            as_of,
            account: json(serde_json::to_value(account)),
            tenant: json(serde_json::to_value(tenant)),
            turn,
        }
    }

    /// The day so many days before, as text; after it if negative.
    pub(super) fn ago(&self, days: i64) -> String {
        let count = Days::new(days.unsigned_abs().min(200_000));
        let day = if days < 0 {
            self.as_of.checked_add_days(count)
        } else {
            self.as_of.checked_sub_days(count)
        };
        day.unwrap_or(self.as_of).to_string()
    }

    /// The day so many calendar months later, as text.
    pub(super) fn months_ahead(&self, months: i64) -> String {
        let months = months.clamp(-1_200, 1_200);
        add_months(self.as_of, months)
            .unwrap_or(self.as_of)
            .to_string()
    }

    /// Changes a list of the account; one that is absent becomes known.
    pub(super) fn change_list(&mut self, name: &str, change: impl FnOnce(&mut Vec<Json>)) {
        change_list(&mut self.account, name, change);
    }

    /// Changes a list of the tenant; one that is absent becomes known.
    pub(super) fn change_tenant_list(&mut self, name: &str, change: impl FnOnce(&mut Vec<Json>)) {
        change_list(&mut self.tenant, name, change);
    }

    /// Changes the first record of a list, made if there is none.
    pub(super) fn change_first(
        &mut self,
        list: &str,
        make: impl FnOnce(&Self) -> Json,
        change: impl FnOnce(&mut Map<String, Json>),
    ) {
        let made = make(self);
        self.change_list(list, |records| {
            if !records.first().is_some_and(Json::is_object) {
                records.insert(0, made);
            }
            if let Some(Json::Object(fields)) = records.first_mut() {
                change(fields);
            }
        });
    }

    /// Changes the tenant's facts.
    pub(super) fn change_facts(&mut self, change: impl FnOnce(&mut Map<String, Json>)) {
        let mut facts = self.tenant.remove("facts").map(object).unwrap_or_default();
        facts.insert("as_of".to_owned(), json!(self.as_of.to_string()));
        change(&mut facts);
        self.tenant.insert("facts".to_owned(), Json::Object(facts));
    }
}

fn change_list(object: &mut Map<String, Json>, name: &str, change: impl FnOnce(&mut Vec<Json>)) {
    let mut records = match object.remove(name) {
        Some(Json::Array(records)) => records,
        Some(_) | None => Vec::new(),
    };
    change(&mut records);
    object.insert(name.to_owned(), Json::Array(records));
}

fn object(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(members) => members,
        _ => Map::new(),
    }
}
