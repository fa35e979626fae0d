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

/// Whose contracts are all over: nobody there is left to be kept.
const FORMER: [&str; 3] = ["Haneul Bakery", "Solnamu Furniture", "Torvane Couriers"];

#[test]
fn every_customer_stands_on_the_page_with_its_reasons() {
    let (portfolio, tenant) = examples();
    let page = page("report-en", &portfolio, &tenant, "en");
    for account in portfolio.lines() {
        let account: serde_json::Value = serde_json::from_str(account).unwrap();
        let name = account["name"].as_str().unwrap().replace('&', "&amp;");
        let listed = page.contains(&format!("<summary>{name} ("));
        assert_eq!(listed, !FORMER.contains(&name.as_str()), "{name}");
    }
    assert!(page.contains("43 accounts (and former customers, not listed: 3)"));
    let bands: Vec<usize> = page
        .split("<div class=\"card\"><span class=\"band ")
        .skip(1)
        .map(|card| card.split(['<', '>']).nth(5).unwrap().parse().unwrap())
        .collect();
    assert_eq!(bands.iter().sum::<usize>(), 43, "{bands:?}");
    // One row each, and what the README's table says of the first.
    assert_eq!(page.matches("<td data-v=").count() % 43, 0);
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

/// A report on the example's history, and what it said.
fn of_history(place: &Place, more: &[&str]) -> (crate::run::Said, String) {
    let file = place.path("report.html");
    let history = root().join("examples/history.jsonl");
    let start = ["report", history.to_str().unwrap()];
    let end = ["-o", file.to_str().unwrap()];
    let said = Place::root().run(&[&start[..], more, &end].concat());
    let page = fs::read_to_string(file).unwrap_or_default();
    (said, page)
}

/// The part of a page between two of its headings.
fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let rest = page.split(&format!("<h2 id=\"{id}\">")).nth(1).unwrap();
    rest.split("<h2").next().unwrap()
}

#[test]
fn the_page_holds_its_scores_against_the_past_as_a_back_test_does() {
    let place = Place::empty("report-proof");
    let (said, page) = of_history(&place, &["--as-of", "2026-06-30"]);
    assert_eq!(said.code, 0, "{}", said.err);
    let proof = section(&page, "proof");
    // The same days, by the command that measures nothing else.
    let days = [
        "--from",
        "2025-05-01",
        "--to",
        "2026-04-01",
        "--horizon",
        "90d",
    ];
    let start = ["backtest", "examples/history.jsonl", "--format", "json"];
    let told = Place::root().run(&[&start[..], &days].concat());
    let told: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let tried = &told["rulebooks"][0];
    let number = |value: &serde_json::Value| value.as_f64().unwrap();
    let auc = &tried["measures"]["auc"];
    let (low, high) = (number(&auc["low"]), number(&auc["high"]));
    let mut wanted = vec![
        format!("<b>{:.3}</b>", number(&auc["value"])),
        format!("{low:.3}–{high:.3}"),
        format!("{:.0} times in 100", 100.0 * number(&auc["value"])),
        format!(
            "{} scores of {} customers",
            told["rows"], told["accounts_in_rows"]
        ),
        format!("({} customers)", told["accounts_lost"]),
        "Better than chance.".to_owned(),
        "On 12 days from 2025-05-01 to 2026-04-01".to_owned(),
        "looked at again within 90 days".to_owned(),
        "read the order, and not the height".to_owned(),
    ];
    let lift = tried["measures"]["lift"].as_array().unwrap();
    for part in lift {
        wanted.push(format!(
            "<td class=\"n\">{:.1} %</td>",
            100.0 * number(&part["captured"])
        ));
    }
    let scores = tried["scores"].as_array().unwrap();
    assert!(scores.len() >= 4, "{scores:?}");
    for range in scores {
        let seen = &range["seen"];
        let (lost, rate) = (&seen["lost"], 100.0 * number(&seen["rate"]));
        wanted.push(format!(
            "<td class=\"n\">{lost}</td><td class=\"n\">{rate:.1} %</td>"
        ));
    }
    for text in wanted {
        assert!(proof.contains(&text), "{text} is not in {proof}");
    }
    assert_eq!(proof.matches("<svg").count(), 2);
    assert_eq!(proof.matches("<rect class=\"mark\"").count(), scores.len());
    assert_eq!(proof.matches("<circle class=\"mark\"").count(), lift.len());
    assert_eq!(of_history(&place, &["--as-of", "2026-06-30"]).1, page);
}

#[test]
fn what_came_after_the_day_of_the_report_is_no_outcome() {
    let place = Place::empty("report-proof-day");
    let (_, page) = of_history(
        &place,
        &["--as-of", "2026-03-31", "--horizon", "3m", "--lang", "ko"],
    );
    let proof = section(&page, "proof");
    assert!(proof.contains("2025-01-31부터 2025-12-31까지"), "{proof}");
    assert!(
        proof.contains("우연보다 낫습니다") && proof.contains("3개월 안에"),
        "{proof}"
    );
    for english in ["chance", "customers", "scores", "Better"] {
        assert!(!proof.contains(english), "{english} in {proof}");
    }
}

#[test]
fn losses_may_be_told_beside_the_contracts() {
    let place = Place::empty("report-proof-losses");
    let history = fs::read_to_string(root().join("examples/history.jsonl")).unwrap();
    let mut losses = "account_id,lost_on\n".to_owned();
    for (number, line) in history.lines().enumerate() {
        let account: serde_json::Value = serde_json::from_str(line).unwrap();
        if number % 3 == 0 {
            losses += &format!("{},2025-11-15\n", account["id"].as_str().unwrap());
        }
    }
    place
        .file("losses.csv", losses)
        .file("bad.csv", "who,when\na,b\n");
    let of = |file: &str| {
        let file = place.path(file);
        of_history(
            &place,
            &["--as-of", "2026-06-30", "--losses", file.to_str().unwrap()],
        )
    };
    let (said, page) = of("losses.csv");
    assert_eq!(said.code, 0, "{}", said.err);
    let proof = section(&page, "proof");
    for text in [
        "No better than chance.",
        "gives no reason to trust the order",
        "what the file of losses tells",
    ] {
        assert!(proof.contains(text), "{text} is not in {proof}");
    }
    let (said, _) = of("bad.csv");
    assert_eq!(said.code, 2);
    assert!(
        said.err.contains("`account_id` and `lost_on`"),
        "{}",
        said.err
    );
}

#[test]
fn where_scores_cannot_be_held_against_the_past_the_page_says_so() {
    let (portfolio, tenant) = examples();
    let few = page("report-few", &portfolio, &tenant, "en");
    let text = "Too few losses to hold the scores against: of 42 customers on 12 days from 2025-05-01 to 2026-04-01, 4 were \
                lost within 90 days; it takes 10,";
    assert!(section(&few, "proof").contains(text), "{few}");
    let few = page("report-few-ko", &portfolio, &tenant, "ko");
    assert!(section(&few, "proof").contains("이탈한 곳은 4곳"), "{few}");
    let young = r#"{"id":"a","contracts":[{"id":"c","start_date":"2026-06-01"}],"interactions":[{"kind":"note","at":"2026-06-20"}]}"#;
    let young = page("report-young", young, "{}", "en");
    let text = "The history is too short to hold the scores against it: no customer was on record 90 days or more before 2026-06-20";
    assert!(section(&young, "proof").contains(text), "{young}");
    let nothing = page("report-nothing", r#"{"id":"a"}"#, "{}", "ko");
    assert!(
        section(&nothing, "proof").contains("날짜가 있는 기록이 없으며"),
        "{nothing}"
    );
}

#[test]
fn what_tells_of_the_outcome_is_named_on_the_page() {
    let place = Place::empty("report-leak");
    let rulebook = "[rulebook]\nid = 'planted'\nversion = '1'\nlanguage = 1\nextends = 'default-renewal'\n\
                    [[signal]]\nname = 'custom.churned_on'\ntype = 'text'\n";
    let lost = r#"{"id":"acme","custom":{"churned_on":"2025-05-02"},"contracts":[{"id":"c-7","start_date":"2024-01-01",
        "terminated_on":"2025-05-02"}],"interactions":[{"kind":"note","at":"2026-05-31"}]}"#;
    place
        .file("planted.toml", rulebook)
        .file("a.jsonl", lost.replace('\n', ""));
    let said = place.run(&[
        "report",
        "a.jsonl",
        "--as-of",
        "2026-06-30",
        "-o",
        "r.html",
        "--rulebook",
        "planted.toml",
    ]);
    assert_eq!(said.code, 0, "{}", said.err);
    let page = fs::read_to_string(place.path("r.html")).unwrap();
    let proof = section(&page, "proof");
    for text in ["tells of the outcome", "custom.churned_on", "planted"] {
        assert!(proof.contains(text), "{text} is not in {proof}");
    }
}

#[test]
fn what_was_said_stands_beside_what_was_seen_where_both_are_of_one_time() {
    let place = Place::empty("report-calibrated");
    let rulebook = "[rulebook]\nid = 'ours'\nversion = '1'\nlanguage = 1\nextends = 'default-renewal'\n[calibration]\nmethod = 'platt'\n\
                    knots = [ { points = -100, probability = 100 }, { points = 150, probability = 9000 } ]\n";
    place.file("ours.toml", rulebook);
    let rulebook = place.path("ours.toml");
    let of = |horizon: &str| {
        let start = [
            "--as-of",
            "2026-06-30",
            "--rulebook",
            rulebook.to_str().unwrap(),
        ];
        let (said, page) = of_history(&place, &[&start[..], &["--horizon", horizon]].concat());
        assert_eq!(said.code, 0, "{}", said.err);
        section(&page, "proof").to_owned()
    };
    let circles = |proof: &str| proof.matches("stroke=\"var(--critical)\"").count();
    let year = of("1y");
    let bars = year.matches("<rect class=\"mark\"").count();
    assert!(bars >= 3 && circles(&year) == bars, "{year}");
    assert!(
        year.contains("The mark is what the rulebook said."),
        "{year}"
    );
    let quarter = of("90d");
    assert_eq!(circles(&quarter), 0, "{quarter}");
    assert!(
        quarter.contains("Scores are over 12 months and losses within 90 days: read the order"),
        "{quarter}"
    );
}
