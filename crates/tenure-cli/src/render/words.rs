//! The command's own words, in the languages that it speaks.

use std::collections::BTreeMap;

use clap::ValueEnum;
use tenure_model::{OwnerRole, RecordKind};

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English.
    En,
    /// Korean.
    Ko,
}

impl Language {
    /// Its code in a rulebook's texts.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ko => "ko",
        }
    }

    /// One of two texts.
    pub(crate) fn pick<'t>(self, en: &'t str, ko: &'t str) -> &'t str {
        match self {
            Self::En => en,
            Self::Ko => ko,
        }
    }

    /// One of two pairs of texts.
    pub(crate) fn pick_pair<'t>(
        self,
        en: (&'t str, &'t str),
        ko: (&'t str, &'t str),
    ) -> (&'t str, &'t str) {
        match self {
            Self::En => en,
            Self::Ko => ko,
        }
    }

    /// A text in this language, else in English, else in any.
    pub(crate) fn of(self, texts: &BTreeMap<String, String>) -> Option<&str> {
        texts
            .get(self.code())
            .or_else(|| texts.get("en"))
            .or_else(|| texts.values().next())
            .map(String::as_str)
    }

    /// A role of an owner.
    pub(crate) fn role(self, role: &str) -> &str {
        match OwnerRole::from_word(role) {
            Some(OwnerRole::Sales) => self.pick("owner", "영업 담당"),
            Some(OwnerRole::Csm) => self.pick("CSM", "CSM"),
            Some(OwnerRole::Support) => self.pick("support", "고객센터"),
            Some(OwnerRole::Marketing) => self.pick("marketing", "마케팅"),
            Some(OwnerRole::Manager) => self.pick("manager", "관리자"),
            None => match role {
                "owner" => self.pick("owner", "영업 담당"),
                other => other,
            },
        }
    }

    /// A kind of thing to do; the shipped rulebook's are known in Korean.
    pub(crate) fn action(self, kind: &str) -> String {
        let korean = match kind {
            "owner_alert" => "담당자 알림",
            "owner_todo" => "담당자 할 일",
            "assign_csm" => "CSM 배정",
            "immediate_response" => "즉시 대응",
            "regular_feedback" => "정기 피드백",
            "transparent_report" => "투명한 보고",
            "upsell" => "업셀 제안",
            "cross_sell" => "교차 판매 제안",
            "satisfaction_survey" => "만족도 조사",
            "reminder_email" => "안내 메일",
            "manager_alert" => "관리자 알림",
            "handover" => "고객 인계",
            "introduction_email" => "담당자 소개 메일",
            "support_todo" => "지원팀 할 일",
            "reengagement_email" => "재참여 메일",
            "loyalty_benefit" => "우수 고객 혜택",
            "feature_briefing" => "신규 기능 설명회",
            "referral_request" => "추천 요청",
            "loss_reason_todo" => "상실 사유 기록",
            "win_reason_todo" => "성공 사유 기록",
            "create_renewal_opportunity" => "재계약 기회 등록",
            "coupon" => "쿠폰 제공",
            "strategy_review" => "전략 재검토",
            "pattern_alert" => "반복 원인 알림",
            other => other,
        };
        self.pick(kind, korean).replace('_', " ")
    }

    /// A kind of record.
    pub(crate) fn kind(self, kind: RecordKind) -> &'static str {
        match self {
            Self::En => english(kind),
            Self::Ko => korean(kind),
        }
    }
}

fn english(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::ContractEvents => "contract history",
        RecordKind::LossReasons => "loss reasons",
        RecordKind::Scores => "earlier scores",
        RecordKind::Actions => "earlier actions",
        RecordKind::Contacts
        | RecordKind::Contracts
        | RecordKind::Opportunities
        | RecordKind::Surveys
        | RecordKind::Complaints
        | RecordKind::Tickets
        | RecordKind::Usage
        | RecordKind::Invoices
        | RecordKind::Purchases
        | RecordKind::Interactions
        | RecordKind::Referrals
        | RecordKind::Assignments
        | RecordKind::Handovers
        | RecordKind::Owners
        | RecordKind::Offers => kind.as_str(),
    }
}

fn korean(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Contacts => "연락처",
        RecordKind::Contracts => "계약",
        RecordKind::ContractEvents => "계약 이력",
        RecordKind::Opportunities => "영업 기회",
        RecordKind::Surveys => "설문 응답",
        RecordKind::Complaints => "불만",
        RecordKind::Tickets => "문의 티켓",
        RecordKind::Usage => "사용량",
        RecordKind::Invoices => "청구서",
        RecordKind::Purchases => "구매",
        RecordKind::Interactions => "접촉 이력",
        RecordKind::Referrals => "추천",
        RecordKind::Assignments => "담당 배정",
        RecordKind::Handovers => "인수인계",
        RecordKind::Scores => "이전 점수",
        RecordKind::Actions => "이전 조치",
        RecordKind::Owners => "담당자",
        RecordKind::Offers => "상품",
        RecordKind::LossReasons => "이탈 사유",
    }
}
