//! What metrics are called, and what they count, in the languages that the command speaks.

use tenure_insight::metrics::Metric;

use crate::args::MetricsArgs;
use crate::render::words::Language;

/// What a metric is called.
pub(super) fn name(name: &'static str, language: Language) -> &'static str {
    let (en, ko) = match name {
        "crr" => ("customer retention (CRR)", "고객 유지율 (CRR)"),
        "churn" => ("customer churn", "고객 이탈률"),
        "churn_event" => ("customer churn, by events", "고객 이탈률 (이탈 사건 기준)"),
        "naive_active_ratio" => ("customers end / start", "기말 고객 / 기초 고객"),
        "crr_all_new" => ("(E - N) / S, N all who began", "(E - N) / S, N은 신규 전체"),
        "grr" => ("gross revenue retention (GRR)", "총매출 유지율 (GRR)"),
        "nrr" => ("net revenue retention (NRR)", "순매출 유지율 (NRR)"),
        "grr_flow" => ("GRR, by movements", "GRR (증감 기준)"),
        "nrr_flow" => ("NRR, by movements", "NRR (증감 기준)"),
        "nrr_flow_without_reactivation" => ("NRR without reactivation", "NRR (재활성화 제외)"),
        "gross_mrr_churn" => ("gross MRR churn", "총 MRR 이탈률"),
        "net_mrr_churn" => ("net MRR churn", "순 MRR 이탈률"),
        "arpa" => ("revenue a customer a month (ARPA)", "고객당 월 매출 (ARPA)"),
        "renewal_rate" => ("renewal rate", "재계약률"),
        "renewal_failure_rate" => ("renewal failure rate", "재계약 실패율"),
        "renewals_open" => ("not decided", "미결정"),
        "ltv_simple" => ("LTV, simple", "LTV (단순)"),
        "ltv_net" => ("LTV, net of growth", "LTV (순유지율 기준)"),
        "ltv_historical" => ("LTV to date", "LTV (누적 실적)"),
        "repeat_purchase_rate" => ("repeat purchase, orders", "재구매율 (주문 기준)"),
        "repeat_purchase_rate_days" => ("repeat purchase, days", "재구매율 (구매일 기준)"),
        "returning_purchase_rate" => ("returning buyers", "기존 구매 고객 비율"),
        "reorder_interval" => ("days between purchases", "재구매 간격 (일)"),
        "nps" => ("NPS", "NPS"),
        "csat" => ("CSAT", "CSAT"),
        "ces" => ("CES", "CES"),
        other => (other, other),
    };
    language.pick(en, ko)
}

/// What a metric counts.
pub(super) fn convention(metric: &Metric, language: Language) -> &str {
    match language {
        Language::En => &metric.convention,
        Language::Ko => korean(metric.name).unwrap_or(&metric.convention),
    }
}

fn korean(name: &str) -> Option<&'static str> {
    Some(match name {
        "crr" => {
            "기초와 기말에 모두 고객인 수 / 기초 고객 수; (E - N) / S와 같음 (N: 기초에 없던 기말 고객)"
        }
        "churn" => "기초 고객 중 기말에 없는 수 / 기초 고객 수",
        "churn_event" => "기초 고객 중 한 번이라도 떠난 수(복귀 포함) / 기초 고객 수",
        "naive_active_ratio" => {
            "기말 고객 수 / 기초 고객 수; 신규가 이탈을 가리므로 유지율이 아니며 100 %를 넘을 수 있음"
        }
        "crr_all_new" => {
            "(기말 고객 - 기간 중 시작한 전체) / 기초 고객; 왔다가 떠난 고객을 두 번 빼므로 유지율이 아님"
        }
        "grr" => "기초 고객의 기말 MRR(각 고객의 기초 MRR까지만) / 기초 MRR",
        "nrr" => "기초 고객의 기말 MRR / 기초 MRR; 돌아온 고객 포함",
        "grr_flow" => "(기초 - 축소 - 이탈) / 기초, 기초 고객 기준; 기간 중 돌아온 금액은 제외",
        "nrr_flow" => "(기초 + 확대 + 복귀 - 축소 - 이탈) / 기초, 기초 고객 기준; nrr과 같음",
        "nrr_flow_without_reactivation" => "(기초 + 확대 - 축소 - 이탈) / 기초, 기초 고객 기준",
        "gross_mrr_churn" => "(이탈 + 축소) / 기초 MRR, 전체 고객",
        "net_mrr_churn" => {
            "(이탈 + 축소 - 확대 - 재활성화) / 기초 MRR, 전체 고객; 0보다 작으면 매출이 늘었음"
        }
        "arpa" => "기말 MRR / 기말 고객 수",
        "renewal_rate" => "재계약 / 결정됨, 기간 중 만기인 계약; 조기 재계약은 원래 만기일 기준",
        "renewal_failure_rate" => "상실 / 결정됨, 기간 중 만기인 계약",
        "renewals_open" => "미결정 / 만기, 기간 중 만기인 계약; 위 두 비율에 들지 않음",
        "ltv_simple" => {
            "ARPA × 매출총이익률 / 월 이탈률 (기간 이탈률을 월로 고르게 나눔); 이탈이 없으면 없음"
        }
        "ltv_net" => "ARPA / (1 - 월 NRR) (부족분을 월로 고르게 나눔); NRR이 1 이상이면 없음",
        "ltv_historical" => "기말 전 발행된 청구서, 없으면 구매 / 해당 고객 수",
        "repeat_purchase_rate" => "기간 중 2회 이상 주문한 고객 / 1회 이상 주문한 고객",
        "repeat_purchase_rate_days" => "기간 중 2일 이상 구매한 고객 / 1일 이상 구매한 고객",
        "returning_purchase_rate" => "기간 전에도 구매한 고객 / 기간 중 구매한 고객",
        "reorder_interval" => "구매일과 다음 구매일 사이 일수의 중앙값, 기간 중",
        "nps" => {
            "100 × (추천 9-10 - 비추천 0-6) / 응답, 응답자별 기간 중 마지막 응답; -100에서 100"
        }
        "csat" => "4점과 5점 / 1-5점 응답, 응답자별 기간 중 마지막 응답",
        "ces" => "1-7점(7이 쉬움)의 평균, 응답자별 기간 중 마지막 응답; 백분의 일 단위",
        _ => return None,
    })
}

/// How customers were counted, as the arguments say.
pub(super) fn agreed(args: &MetricsArgs, told: &str) -> String {
    if args.time.lang == Language::En {
        return told.to_owned();
    }
    let pick = |is: bool, yes: &str, no: &str| if is { yes.to_owned() } else { no.to_owned() };
    let mut parts = vec![
        pick(
            args.by_parent,
            "최상위 모회사 단위로 한 고객",
            "계정 하나가 한 고객",
        ),
        pick(args.paused_is_churn, "중단은 이탈", "중단은 이탈 아님"),
        format!("유예 {}일", args.grace),
        match args.reactivation_within {
            Some(days) => format!("{days}일 안에 돌아오면 재활성화, 이후는 신규"),
            None => "돌아오면 재활성화".to_owned(),
        },
    ];
    if args.ignore_intra_window {
        parts.push("기간 중 왔다가 떠난 고객 제외".to_owned());
    }
    parts.join("; ")
}
