//! Tables through adapters: what is right, and every way to be wrong.

use crate::run::{Place, Said};

const ACCOUNTS_SQL: &str = "SELECT _row, id, name, lower(sector) AS industry, 'KRW' AS currency FROM customers ORDER BY _row";
const CONTRACTS_SQL: &str = "SELECT _row, customer AS account_id, no AS id, to_date(start) AS start_date, \
     to_date(stop) AS end_date, to_money(fee, 'KRW') AS amount, to_bool(auto) AS auto_renew FROM deals";
const CUSTOMERS: &str = "id,name,sector\na,Haneul,SaaS\nb,Bada,Retail\nc,Sol,\n";
const DEALS: &str = "no,customer,start,stop,fee,auto\nd1,a,2025-08-01,2026-07-31,1200000,yes\n\
     d2,b,2025-03-01,2027-02-28,500000,no\nd3,c,2026-01-01,,90000,\n";

/// A small CRM in CSV files with its adapter; each test breaks something else.
fn crm(name: &str) -> Place {
    let place = Place::empty(name);
    place
        .file("crm/customers.csv", CUSTOMERS)
        .file("crm/deals.csv", DEALS)
        .file("sql/accounts.sql", ACCOUNTS_SQL)
        .file("sql/contracts.sql", CONTRACTS_SQL);
    place
}

fn score(place: &Place) -> Said {
    let args = [
        "score",
        "crm",
        "--adapter",
        "sql",
        "--as-of",
        "2026-06-30",
        "--format",
        "csv",
    ];
    let mut said = place.run(&args);
    // Which accounts were decided is what these tests are about.
    said.out = said
        .out
        .lines()
        .map(|line| line.split(',').take(3).collect::<Vec<_>>().join(",") + "\n")
        .collect();
    said
}

#[test]
fn a_folder_of_csv_files_is_decided() {
    score(&crm("adapter-fine")).is("adapter-fine");
}

#[test]
fn a_bad_cell_refuses_its_account_alone() {
    let place = crm("adapter-cell");
    place.file(
        "crm/deals.csv",
        DEALS
            .replace("500000", "abc")
            .replace("2026-01-01", "2026-02-30"),
    );
    score(&place).is("adapter-cell");
}

#[test]
fn a_bad_cell_is_found_without_row_numbers() {
    let place = crm("adapter-cell-without-row");
    place
        .file("crm/deals.csv", DEALS.replace("500000", "abc"))
        .file("sql/contracts.sql", CONTRACTS_SQL.replace("_row, ", ""));
    score(&place).is("adapter-cell-without-row");
}

#[test]
fn a_bad_value_inside_an_expression_stops_the_run() {
    let place = crm("adapter-swallowed");
    place
        .file("crm/deals.csv", DEALS.replace("500000", "abc"))
        .file(
            "sql/contracts.sql",
            CONTRACTS_SQL.replace("to_money(fee, 'KRW')", "to_money(to_int(fee) * 12, 'KRW')"),
        );
    score(&place).is("adapter-swallowed");
}

#[test]
fn text_without_a_strict_function_is_told_which_one() {
    let place = crm("adapter-not-strict");
    place.file(
        "sql/contracts.sql",
        CONTRACTS_SQL.replace("to_bool(auto)", "auto"),
    );
    score(&place).is("adapter-not-strict");
}

#[test]
fn columns_are_checked_before_any_row() {
    let place = crm("adapter-columns");
    place
        .file(
            "sql/contracts.sql",
            CONTRACTS_SQL
                .replace("end_date", "end_dat")
                .replace("no AS id, ", ""),
        )
        .file(
            "sql/tickets.sql",
            "SELECT no AS id, start AS opened_at FROM deals",
        )
        .file("sql/ticket.sql", "SELECT 1")
        .file("sql/README.md", "not a query");
    score(&place).is("adapter-file-name");
    std::fs::remove_file(place.path("sql/ticket.sql")).unwrap();
    score(&place).is("adapter-columns");
}

#[test]
fn a_missing_column_or_table_names_the_nearest() {
    let place = crm("adapter-missing");
    place.file("crm/deals.csv", DEALS.replace("fee", "fees"));
    place.file("sql/tickets.sql", "SELECT 1 AS account_id FROM deal");
    score(&place).is("adapter-missing");
}

#[test]
fn text_in_double_quotes_is_no_text() {
    let place = crm("adapter-quotes");
    place.file("sql/accounts.sql", ACCOUNTS_SQL.replace("'KRW'", "\"KRW\""));
    score(&place).is("adapter-quotes");
}

#[test]
fn a_query_can_only_read() {
    let place = crm("adapter-write");
    place.file(
        "sql/contracts.sql",
        "DELETE FROM deals RETURNING 1 AS account_id",
    );
    score(&place).is("adapter-write");
}

#[test]
fn a_row_with_too_many_cells_refuses_its_account_alone() {
    let place = crm("adapter-ragged");
    place.file("crm/deals.csv", DEALS.replace("500000,no", "500,000,no"));
    score(&place).is("adapter-ragged");
}

#[test]
fn records_of_nobody_are_told() {
    let place = crm("adapter-orphans");
    place.file(
        "crm/deals.csv",
        DEALS.to_owned() + "d4,zz,2026-01-01,,1,\nd5,,2026-01-01,,1,\n",
    );
    place.file(
        "sql/checks/deals-without-an-end.sql",
        "SELECT customer AS account_id, no AS message FROM deals WHERE stop IS NULL",
    );
    score(&place).is("adapter-orphans");
}

#[test]
fn a_sqlite_file_is_read_and_left_alone() {
    let place = crm("adapter-db");
    let path = place.path("crm.db");
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO people VALUES (7, 'Haneul'), (8, NULL);
             CREATE TABLE team (who TEXT, job TEXT); INSERT INTO team VALUES ('kim', 'sales');",
        )
        .unwrap();
    drop(connection);
    let before = std::fs::read(&path).unwrap();
    place
        .file(
            "db/accounts.sql",
            "SELECT id, name, 'kim' AS owner_id FROM people ORDER BY id DESC",
        )
        .file(
            "db/owners.sql",
            "SELECT who AS id, job AS role, :as_of AS departed_on FROM team",
        );
    let args = [
        "score",
        "crm.db",
        "--adapter",
        "db",
        "--as-of",
        "2026-06-30",
        "--format",
        "jsonl",
    ];
    let said = place.run(&args);
    let ids: Vec<_> = said
        .out
        .lines()
        .map(|line| line.split(',').next().unwrap())
        .collect();
    assert_eq!(
        ids,
        ["{\"account_id\":\"8\"", "{\"account_id\":\"7\""],
        "{}",
        said.err
    );
    assert!(said.out.contains("owner.departed"), "{}", said.out);
    assert_eq!(before, std::fs::read(&path).unwrap());
}

#[test]
fn what_is_no_database_is_told() {
    let place = crm("adapter-no-db");
    let args = |input| ["score", input, "--adapter", "sql", "--as-of", "2026-06-30"];
    place.file("crm/deals.txt", DEALS);
    place.run(&args("crm/deals.txt")).is("adapter-no-db");
    place.run(&args("nowhere")).is("adapter-nowhere");
    place.file("none/readme.txt", "");
    place.run(&args("none")).is("adapter-no-csv");
}
