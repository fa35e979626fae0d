//! The page for people.

use std::fs;

use crate::run::{Place, root};

/// The page of a portfolio's text, in a language.
fn page(name: &str, portfolio: &str, tenant: &str, lang: &str) -> String {
    let place = Place::empty(name);
    place
        .file("portfolio.jsonl", portfolio)
        .file("tenant.json", tenant);
    let said = place.run(&[
        "report",
        "portfolio.jsonl",
        "--as-of",
        "2026-06-30",
        "-o",
        "report.html",
        "--lang",
        lang,
        "--currency",
        "KRW",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("written: report.html"), "{}", said.err);
    fs::read_to_string(place.path("report.html")).unwrap()
}

fn examples() -> (String, String) {
    let read = |name: &str| fs::read_to_string(root().join("examples").join(name)).unwrap();
    (read("portfolio.jsonl"), read("tenant.json"))
}

#[test]
fn every_account_stands_on_the_page_with_its_reasons() {
    let (portfolio, tenant) = examples();
    let page = page("report-en", &portfolio, &tenant, "en");
    for account in portfolio.lines() {
        let account: serde_json::Value = serde_json::from_str(account).unwrap();
        let name = account["name"].as_str().unwrap().replace('&', "&amp;");
        assert!(page.contains(&format!("<summary>{name} (")), "{name}");
    }
    // One row each, and what the README's table says of the first.
    assert_eq!(page.matches("<td data-v=").count() % 46, 0);
    assert!(page.contains("Fee disputes open: 1") && page.contains("Answer the complaint [p-23]"));
    // The renewal that has passed stands before those to come.
    let calendar = page.split("id=\"calendar\"").nth(1).unwrap();
    let (passed, rest) = calendar.split_once("2026-07</b>").unwrap();
    assert!(passed.contains("Hwangto Ceramics") && !rest.contains("2026-06-10"));
    assert!(page.contains("353,738") && page.contains("Price") && page.contains("2026-08"));
}

#[test]
fn nothing_on_the_page_comes_from_elsewhere() {
    let (portfolio, tenant) = examples();
    let page = page("report-alone", &portfolio, &tenant, "en");
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(!page.contains("{{") && !page.contains("{%"));
}

#[test]
fn the_page_speaks_korean() {
    let (portfolio, tenant) = examples();
    let page = page("report-ko", &portfolio, &tenant, "ko");
    for text in [
        "<html lang=\"ko\">",
        "고객 유지 보고서",
        "재계약 일정",
        "심각",
        "가격",
    ] {
        assert!(page.contains(text), "{text}");
    }
    for text in ["Work list", "Account<", "not known"] {
        assert!(!page.contains(text), "{text}");
    }
}

#[test]
fn a_name_is_text_and_no_markup() {
    let account = r#"{"id":"x","name":"<script>alert(1)</script>\"","contracts":[]}"#;
    let page = page("report-markup", account, "{}", "en");
    assert!(page.contains("&lt;script&gt;alert(1)"));
    assert!(!page.contains("<script>alert"));
}

#[test]
fn amounts_beyond_the_numbers_are_refused_and_not_taken_for_currencies() {
    let account = |id: &str| {
        format!(
            r#"{{"id":"{id}","contracts":[{{"id":"c","start_date":"2025-01-01","end_date":"2025-12-31","status":"terminated",
                "terminated_on":"2025-12-31","amount":{{"minor":{},"currency":"USD"}}}}]}}"#,
            i64::MAX
        )
        .replace('\n', "")
    };
    let place = Place::empty("report-sums");
    place.file("a.jsonl", [account("a"), account("b")].join("\n"));
    let said = place.run(&["report", "a.jsonl", "--as-of", "2026-06-30", "-o", "r.html"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(
        said.err.contains("add up to more than the numbers hold"),
        "{}",
        said.err
    );
}

#[test]
fn a_year_that_ends_with_the_day_is_told() {
    let account = r#"{"id":"a","contracts":[{"id":"c","start_date":"2024-03-01"}]}"#;
    let place = Place::empty("report-year");
    place.file("a.jsonl", account);
    let said = place.run(&["report", "a.jsonl", "--as-of", "2025-12-31", "-o", "r.html"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let page = fs::read_to_string(place.path("r.html")).unwrap();
    let cohorts = page.split("by the year in which they began").nth(1);
    assert!(cohorts.unwrap().contains(">100 %</td>"), "{page}");
    assert!(page.contains("still there, on the same day of each month"));
}

#[test]
fn without_rates_the_page_says_so_and_counts_customers_all_the_same() {
    let (portfolio, _) = examples();
    let page = page("report-rates", &portfolio, "{}", "en");
    assert!(page.contains("has no rate from each of them to KRW"));
    assert!(page.contains("<polyline"));
}
