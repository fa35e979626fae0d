/*
 * tenure.h - decide in another process which customers are about to leave,
 * why, and what to do next.
 *
 * This header is the specification: what it does not declare is not published.
 *
 *   rulebook (text, checked) -> engine (compiled) -> session (scratch memory)
 *   session + accounts + tenant + day -> decisions
 *   session + columns of signals + tenant + day -> columns of risk
 *
 * 1. What crosses. Opaque pointers, integers, bytes (a pointer and a length),
 *    and the three structs of the Arrow C interfaces. No struct of ours is laid
 *    out by the caller.
 *
 * 2. Failing. Functions that can fail return a tenure_status and take
 *    `tenure_error **err` last; err may be NULL. On failure, and only then, *err
 *    receives an error that the caller frees, and *out is left as it was. On
 *    success *out receives a handle that the caller frees, and *err is left as
 *    it was: start with NULL. There is no "last error" of a thread.
 *
 * 3. Text in. UTF-8, a pointer and a length in bytes; the length TENURE_NTS
 *    stands for "up to the first NUL". The pointer may be NULL where the length
 *    is 0. The library copies what it needs before it returns.
 *    Days are text such as "2026-06-30": the end of that day in the tenant's
 *    time zone.
 *
 * 4. Text out. Borrowed from the handle that it is asked of, until that handle
 *    is freed. A NUL follows its last byte; *len, where len is not NULL,
 *    receives its length. NULL and 0 where there is none: no handle, no row.
 *
 * 5. Freeing. What the library made is freed by the function of its name that
 *    ends in _free, once, while no call uses it. Every _free takes NULL. Handles
 *    keep what they need alive: they may be freed in any order.
 *
 * 6. Threads. [S] any number of threads at a time. [X] one thread at a time,
 *    whichever it is; a call that comes while another is under way is refused
 *    with TENURE_E_BUSY.
 *
 * 7. Processes. The library starts no thread, installs no signal handler and no
 *    panic hook, and keeps nothing outside its handles. After fork() the child
 *    may use every [S] handle, and every [X] handle that no other thread was
 *    using.
 *
 * 8. Faults. A fault of the library is caught: the call returns TENURE_E_PANIC,
 *    and the [X] handle that was in use, if any, is spent: it answers
 *    TENURE_E_SPENT from then on and can only be freed. Only lack of memory ends
 *    the process.
 *
 * 9. No clock, no environment, no locale, no file, no network: equal inputs give
 *    equal bytes, in every process and by every door.
 */
#ifndef TENURE_H
#define TENURE_H

#include <stddef.h>
#include <stdint.h>

#ifndef TENURE_API
#  if defined(_WIN32) && !defined(TENURE_STATIC)
#    define TENURE_API __declspec(dllimport)
#  else
#    define TENURE_API
#  endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- version ------------------------------------------------------------ */

#define TENURE_ABI_MAJOR 1
#define TENURE_ABI_MINOR 2
#define TENURE_ABI_VERSION 65538 /* 65536 * TENURE_ABI_MAJOR + TENURE_ABI_MINOR */

/* A length: up to the first NUL. */
#define TENURE_NTS SIZE_MAX

/* Numbers are never given anew. 1xx: the caller; 2xx: the rules; 3xx: the data;
 * 4xx: a call that was cut short; 9xx: us. Take a number that you do not know
 * for a failure of its hundred. */
typedef int32_t tenure_status;

#define TENURE_OK              0
#define TENURE_E_NULL        100 /* a pointer that is needed is NULL           */
#define TENURE_E_ARGUMENT    101 /* a length, a row or a day out of its range  */
#define TENURE_E_UTF8        102 /* text is not UTF-8                          */
#define TENURE_E_ABI         103 /* the header is newer than the library       */
#define TENURE_E_BUSY        104 /* an [X] handle is in use                    */
#define TENURE_E_SPENT       105 /* a fault ended the handle; free it          */
#define TENURE_E_CONFIG      107 /* no such setting, or not this value         */
#define TENURE_E_RULEBOOK    200 /* a rulebook was refused                     */
#define TENURE_E_BUILD       201 /* an engine cannot be built of what it has   */
#define TENURE_E_NAME        202 /* the rulebook has no such rule or action    */
#define TENURE_E_TEMPLATE    203 /* a message cannot be written                */
#define TENURE_E_PLUGIN      204 /* a plugin is missing, unfit, or failed      */
#define TENURE_E_JSON        300 /* accounts cannot be told from each other    */
#define TENURE_E_ACCOUNT     301 /* an account was refused                     */
#define TENURE_E_TENANT      302 /* a tenant was refused                       */
#define TENURE_E_DAY         303 /* days do not follow each other              */
#define TENURE_E_SUMMARY     304 /* another rulebook's summary, or none        */
#define TENURE_E_SCHEMA      305 /* columns that do not fit, see the message   */
#define TENURE_E_ARRAY       306 /* an Arrow array is not what its schema says */
#define TENURE_E_STREAM      307 /* an Arrow stream that was handed in failed  */
#define TENURE_E_INTERRUPTED 402 /* see tenure_interrupt                       */
#define TENURE_E_PANIC       900 /* a fault of the library; please report it   */

typedef struct tenure_error tenure_error;         /* [S] */
typedef struct tenure_text tenure_text;           /* [S] */
typedef struct tenure_config tenure_config;       /* [X] */
typedef struct tenure_loader tenure_loader;       /* [X] */
typedef struct tenure_rulebook tenure_rulebook;   /* [S] */
typedef struct tenure_builder tenure_builder;     /* [X] */
typedef struct tenure_engine tenure_engine;       /* [S] */
typedef struct tenure_tenant tenure_tenant;       /* [S] */
typedef struct tenure_facts tenure_facts;         /* [X] */
typedef struct tenure_accounts tenure_accounts;   /* [S] */
typedef struct tenure_session tenure_session;     /* [X] */
typedef struct tenure_interrupt tenure_interrupt; /* [S] */
typedef struct tenure_decisions tenure_decisions; /* [S] */
typedef struct tenure_summary tenure_summary;     /* [X] */

/* The TENURE_ABI_VERSION that the library speaks. */
TENURE_API uint32_t tenure_abi_version(void);

/* TENURE_OK if a program that was compiled with a header of that
 * TENURE_ABI_VERSION may use the library, else TENURE_E_ABI. */
TENURE_API tenure_status tenure_abi_check(uint32_t header_abi);

/* Never NULL, never freed. */
TENURE_API const char *tenure_version(void);

/* Of what the library was built: {"version","abi","target","dictionary","parts"}. */
TENURE_API tenure_status tenure_build_info(tenure_text **out, tenure_error **err);

/* ---- errors and texts --------------------------------------------------- */

/* "TENURE_E_BUSY"; "TENURE_E_?" for a number that the library does not know. */
TENURE_API const char *tenure_status_name(tenure_status status);

TENURE_API tenure_status tenure_error_status(const tenure_error *error);

/* What is wrong, and the way out. */
TENURE_API const char *tenure_error_message(const tenure_error *error, size_t *len);

/* {"status","code","message"} and, where there are such, "row", "account_id",
 * "problems" of an account or a tenant, "diagnostics" of a rulebook. */
TENURE_API const char *tenure_error_json(const tenure_error *error, size_t *len);
TENURE_API void tenure_error_free(tenure_error *error);

/* An answer in text: JSON in one line, unless it is said otherwise. */
TENURE_API const char *tenure_text_data(const tenure_text *text, size_t *len);
TENURE_API void tenure_text_free(tenure_text *text);

/* ---- settings ----------------------------------------------------------- */

TENURE_API tenure_status tenure_config_new(tenure_config **out, tenure_error **err);
TENURE_API tenure_status tenure_config_set(tenure_config *config,
                                           const char *key, size_t key_len,
                                           const char *value, size_t value_len,
                                           tenure_error **err);

/* Every setting: [{"key","type","least","default","most","help"}]. */
TENURE_API tenure_status tenure_config_keys(tenure_text **out, tenure_error **err);
TENURE_API void tenure_config_free(tenure_config *config);

/* ---- rulebooks ---------------------------------------------------------- */

/* The shipped rulebook. */
TENURE_API tenure_status tenure_rulebook_default(tenure_rulebook **out, tenure_error **err);

/* TOML, or JSON of the same shape. name is the file's name in messages. It may
 * extend the shipped rulebook; a loader lets it extend others. */
TENURE_API tenure_status tenure_rulebook_parse(const char *name, size_t name_len,
                                               const char *source, size_t source_len,
                                               tenure_rulebook **out, tenure_error **err);

/* Rules, groups, overlays, actions, the signals that they read, warnings. */
TENURE_API tenure_status tenure_rulebook_describe(const tenure_rulebook *rulebook,
                                                  tenure_text **out, tenure_error **err);

/* 32 hex digits; rulebooks of one digest decide alike. */
TENURE_API const char *tenure_rulebook_digest(const tenure_rulebook *rulebook, size_t *len);
TENURE_API void tenure_rulebook_free(tenure_rulebook *rulebook);

TENURE_API tenure_status tenure_loader_new(tenure_loader **out, tenure_error **err);
TENURE_API tenure_status tenure_loader_base(tenure_loader *loader,
                                            const char *id, size_t id_len,
                                            const char *source, size_t source_len,
                                            tenure_error **err);
TENURE_API tenure_status tenure_loader_load(tenure_loader *loader,
                                            const char *name, size_t name_len,
                                            const char *source, size_t source_len,
                                            tenure_rulebook **out, tenure_error **err);
TENURE_API void tenure_loader_free(tenure_loader *loader);

/* ---- engines ------------------------------------------------------------ */

/* config may be NULL: the usual settings. It is read once. */
TENURE_API tenure_status tenure_builder_new(tenure_config *config,
                                            tenure_builder **out, tenure_error **err);
TENURE_API tenure_status tenure_builder_rulebook(tenure_builder *builder,
                                                 const tenure_rulebook *rulebook,
                                                 tenure_error **err);

/* A plugin that the rulebook binds under this id: a script's text, or the bytes
 * of a WASM component, whose length is never TENURE_NTS, for it begins with a
 * NUL. name is the file's name in messages. One that is given twice under an id
 * is the one given last. For WASM the library must have been built with it;
 * tenure_build_info names it among its parts. */
TENURE_API tenure_status tenure_builder_plugin(tenure_builder *builder,
                                               const char *id, size_t id_len,
                                               const char *name, size_t name_len,
                                               const void *plugin, size_t plugin_len,
                                               tenure_error **err);
TENURE_API tenure_status tenure_builder_build(tenure_builder *builder,
                                              tenure_engine **out, tenure_error **err);
TENURE_API void tenure_builder_free(tenure_builder *builder);

/* The rulebook as decisions name it: "id@version", a space, its digest. */
TENURE_API const char *tenure_engine_provenance(const tenure_engine *engine, size_t *len);
TENURE_API void tenure_engine_free(tenure_engine *engine);

/* ---- the tenant: what is not one account's ------------------------------- */

/* A JSON object; "{}" where there is nothing to say. config may be NULL. */
TENURE_API tenure_status tenure_tenant_parse(tenure_config *config,
                                             const char *json, size_t json_len,
                                             tenure_tenant **out, tenure_error **err);

/* 32 hex digits, facts included. */
TENURE_API const char *tenure_tenant_digest(const tenure_tenant *tenant, size_t *len);

/* What is suspicious: [{"level","kind","path","message"}]. */
TENURE_API tenure_status tenure_tenant_problems(const tenure_tenant *tenant,
                                                tenure_text **out, tenure_error **err);
TENURE_API void tenure_tenant_free(tenure_tenant *tenant);

/* ---- accounts, parsed once, decided often --------------------------------- */

/* JSON lines, or a JSON array; a row for each line that is not blank, or for
 * each element. A row that is refused does not fail the call: it keeps its
 * place. The ids of a portfolio are for the host to keep apart.
 * config may be NULL. */
TENURE_API tenure_status tenure_accounts_parse(tenure_config *config,
                                               const char *json, size_t json_len,
                                               tenure_accounts **out, tenure_error **err);
TENURE_API size_t tenure_accounts_rows(const tenure_accounts *accounts);
TENURE_API size_t tenure_accounts_refused(const tenure_accounts *accounts);

/* TENURE_OK, TENURE_E_ACCOUNT, or TENURE_E_ARGUMENT where there is no such row. */
TENURE_API tenure_status tenure_accounts_status(const tenure_accounts *accounts, size_t row);

/* Empty for a refused row whose id cannot be read. */
TENURE_API const char *tenure_accounts_id(const tenure_accounts *accounts, size_t row, size_t *len);

/* [{"row","account_id","level","kind","path","message"}], in order. */
TENURE_API tenure_status tenure_accounts_problems(const tenure_accounts *accounts,
                                                  tenure_text **out, tenure_error **err);
TENURE_API void tenure_accounts_free(tenure_accounts *accounts);

/* ---- facts over the portfolio --------------------------------------------- *
 * Some rules read what became of all accounts. Add every account of the
 * portfolio, in batches and in any order, and decide with the tenant that comes
 * out. Without it those rules are not judged.                                 */

TENURE_API tenure_status tenure_facts_new(const tenure_tenant *tenant,
                                          const char *as_of, size_t as_of_len,
                                          tenure_facts **out, tenure_error **err);
TENURE_API tenure_status tenure_facts_add(tenure_facts *facts, const tenure_accounts *accounts,
                                          tenure_error **err);
TENURE_API tenure_status tenure_facts_json(tenure_facts *facts,
                                           tenure_text **out, tenure_error **err);
TENURE_API tenure_status tenure_facts_tenant(tenure_facts *facts,
                                             tenure_tenant **out, tenure_error **err);
TENURE_API void tenure_facts_free(tenure_facts *facts);

/* ---- sessions: one for each thread ----------------------------------------- */

TENURE_API tenure_status tenure_session_new(const tenure_engine *engine,
                                            tenure_session **out, tenure_error **err);
TENURE_API void tenure_session_free(tenure_session *session);

/* What stops a session's calls from another thread; the session may be in use.
 * Raised, it ends the call under way, or else the next one, with
 * TENURE_E_INTERRUPTED; the one after that works again. */
TENURE_API tenure_status tenure_interrupt_new(const tenure_session *session,
                                              tenure_interrupt **out, tenure_error **err);
TENURE_API tenure_status tenure_interrupt_raise(const tenure_interrupt *interrupt);
TENURE_API void tenure_interrupt_free(tenure_interrupt *interrupt);

/* ---- deciding -------------------------------------------------------------- */

/* Decides a batch on a day. Batches may be split anywhere. */
TENURE_API tenure_status tenure_decide(tenure_session *session,
                                       const tenure_accounts *accounts,
                                       const tenure_tenant *tenant,
                                       const char *as_of, size_t as_of_len,
                                       tenure_decisions **out, tenure_error **err);

/* The same from JSON, as tenure_accounts_parse reads it. */
TENURE_API tenure_status tenure_decide_json(tenure_session *session,
                                            const char *json, size_t json_len,
                                            const tenure_tenant *tenant,
                                            const char *as_of, size_t as_of_len,
                                            tenure_decisions **out, tenure_error **err);

/* Decides all accounts of a portfolio and shares out what everybody can take
 * on: {"decisions","postponed","load"}. Refused rows are left out. */
TENURE_API tenure_status tenure_decide_within_capacity(tenure_session *session,
                                                       const tenure_accounts *accounts,
                                                       const tenure_tenant *tenant,
                                                       const char *as_of, size_t as_of_len,
                                                       tenure_text **out, tenure_error **err);

/* What is to be done for the tenant itself, from the facts. */
TENURE_API tenure_status tenure_decide_tenant(tenure_session *session,
                                              const tenure_tenant *tenant,
                                              const char *as_of, size_t as_of_len,
                                              tenure_text **out, tenure_error **err);

/* The tenant's own "actions" as they stand after that: keep them, and hand them
 * in with the tenant the next time. */
TENURE_API tenure_status tenure_tenant_next_actions(tenure_session *session,
                                                    const tenure_tenant *tenant,
                                                    const char *as_of, size_t as_of_len,
                                                    tenure_text **out, tenure_error **err);

/* ---- columns: account signals in, risk out, by the Arrow C interfaces -------- *
 * A row is an account. The column "id" (text or whole numbers) tells which; every
 * other column is named by a signal of the account, built in or declared by the
 * rulebook, and "currency" may tell in which one a row's amounts are put in words.
 * The answer has a row for each, in order: the risk, reasons and gaps that a JSON
 * row gives whose records yield these signals, to the byte. A value is known or
 * null, which is unknown: not applicable and stale cannot be told. Actions need
 * records.
 *
 *   id U, points l, points_low l, points_high l, probability_bp l, band U,
 *   coverage_bp l, reasons U, unknown U, error U
 *
 * "reasons" and "unknown" are the "contributions" and the "unknown" of a decision,
 * as JSON. A row that cannot be read (a number that is NaN or infinite, an amount
 * beyond 64 bits, a word or a number that its field cannot be, an id that is null)
 * has its "error" and nothing else; the others are unharmed. A batch that fails
 * ends the stream that it came from.
 *
 * Taken: all ints, f, g and decimals for numbers, where those of type int must be
 * whole; b; u, U, vu and dictionaries of them for texts; n, of which all is null.
 * Dates (tdD, tdm) and timestamps (ts_:zone: its day in the tenant's time zone;
 * without zone: as it stands) give texts such as "2026-06-30", and numbers of days
 * where the signal's name says days_since or days_left. Amounts of money are whole
 * minor units. A column that is none of these, that nothing reads by its name, or
 * whose records the tenant does not keep, fails the call with TENURE_E_SCHEMA before
 * any row is read, and names the column and the way out; buffers that contradict
 * themselves fail it with TENURE_E_ARRAY. How long a buffer is, nothing tells: that
 * is for the producer to get right.
 *
 * Values are read once, into the engine's columns, some rows at a time; none is
 * kept. Buffers that are handed in are never written. What is MOVED IN is marked as
 * released when the call returns, whatever it returns, and the library releases it
 * exactly once; so does the caller with what it gets.                            */

#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif /* ARROW_C_DATA_INTERFACE */

#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif /* ARROW_C_STREAM_INTERFACE */

/* The columns that the rulebook's points depend on or their reasons quote, as they
 * are best handed in; any of them but "id" may be left out. The metadata's
 * "tenure.rulebook" is tenure_engine_provenance. The caller releases it. */
TENURE_API tenure_status tenure_input_schema(const tenure_engine *engine,
                                             struct ArrowSchema *out, tenure_error **err);

/* The columns of the answers, with the same metadata. The caller releases it. */
TENURE_API tenure_status tenure_output_schema(const tenure_engine *engine,
                                              struct ArrowSchema *out, tenure_error **err);

/* Scores a batch: a struct array, whose schema is only looked at; it stays as it is
 * until the call returns. batch is MOVED IN. *out may outlive the session. */
TENURE_API tenure_status tenure_score_batch(tenure_session *session,
                                            const struct ArrowSchema *schema,
                                            struct ArrowArray *batch,
                                            const tenure_tenant *tenant,
                                            const char *as_of, size_t as_of_len,
                                            struct ArrowArray *out, tenure_error **err);

/* The same of a stream: a batch is taken in when the next one of *out is asked for.
 * stream is MOVED IN, and its schema is looked at now. *out has a session of its
 * own, may outlive the engine, and is used by one thread at a time. */
TENURE_API tenure_status tenure_score_stream(const tenure_engine *engine,
                                             struct ArrowArrayStream *stream,
                                             const tenure_tenant *tenant,
                                             const char *as_of, size_t as_of_len,
                                             struct ArrowArrayStream *out, tenure_error **err);

/* ---- decisions -------------------------------------------------------------- */

TENURE_API size_t tenure_decisions_rows(const tenure_decisions *decisions);
TENURE_API size_t tenure_decisions_refused(const tenure_decisions *decisions);
TENURE_API tenure_status tenure_decisions_status(const tenure_decisions *decisions, size_t row);
TENURE_API const char *tenure_decisions_account_id(const tenure_decisions *decisions, size_t row,
                                                   size_t *len);

/* 0 to 10000; -1 where there is no decision. Higher is riskier. */
TENURE_API int64_t tenure_decisions_probability_bp(const tenure_decisions *decisions, size_t row);
TENURE_API int64_t tenure_decisions_coverage_bp(const tenure_decisions *decisions, size_t row);

/* INT64_MIN where there is no decision. */
TENURE_API int64_t tenure_decisions_points(const tenure_decisions *decisions, size_t row);
TENURE_API const char *tenure_decisions_band(const tenure_decisions *decisions, size_t row,
                                             size_t *len);

/* 32 hex digits; the same as yesterday's: nothing changed but the day. */
TENURE_API const char *tenure_decisions_digest(const tenure_decisions *decisions, size_t row,
                                               size_t *len);

/* The decision in full, or {"error":{...}} as tenure_error_json. */
TENURE_API const char *tenure_decisions_row_json(const tenure_decisions *decisions, size_t row,
                                                 size_t *len);

/* All decisions without the refused rows, one a line; and as an array. The
 * bytes of `tenure score --format jsonl` and `--format json`. */
TENURE_API const char *tenure_decisions_jsonl(const tenure_decisions *decisions, size_t *len);
TENURE_API const char *tenure_decisions_json(const tenure_decisions *decisions, size_t *len);

/* The account's "actions" as they stand after its decision: keep them, and hand
 * them in with the account the next time. */
TENURE_API tenure_status tenure_decisions_next_actions(const tenure_decisions *decisions,
                                                       size_t row,
                                                       tenure_text **out, tenure_error **err);
TENURE_API void tenure_decisions_free(tenure_decisions *decisions);

/* ---- why, why not, what would change it, and when ----------------------------- */

/* Every rule with what it saw, and where each action stopped. */
TENURE_API tenure_status tenure_explain(tenure_session *session,
                                        const tenure_accounts *accounts, size_t row,
                                        const tenure_tenant *tenant,
                                        const char *as_of, size_t as_of_len,
                                        tenure_text **out, tenure_error **err);

/* Why a rule gave no points, or an action is not proposed. */
TENURE_API tenure_status tenure_why_not(tenure_session *session,
                                        const tenure_accounts *accounts, size_t row,
                                        const tenure_tenant *tenant,
                                        const char *as_of, size_t as_of_len,
                                        const char *name, size_t name_len,
                                        tenure_text **out, tenure_error **err);

/* Of each signal that people can move, the smallest change that leaves the band. */
TENURE_API tenure_status tenure_what_would_change(tenure_session *session,
                                                  const tenure_accounts *accounts, size_t row,
                                                  const tenure_tenant *tenant,
                                                  const char *as_of, size_t as_of_len,
                                                  tenure_text **out, tenure_error **err);

/* The next day up to `until` on which points, band or actions differ if nothing
 * else happens; "null" if there is none. */
TENURE_API tenure_status tenure_next_change(tenure_session *session,
                                            const tenure_accounts *accounts, size_t row,
                                            const tenure_tenant *tenant,
                                            const char *as_of, size_t as_of_len,
                                            const char *until, size_t until_len,
                                            tenure_text **out, tenure_error **err);

/* ---- summaries: what many processes decided, added up exactly ------------------ *
 * Whole numbers only: whatever the accounts are split into, in whatever order the
 * parts are merged, the bytes are the same.                                       */

TENURE_API tenure_status tenure_summary_new(const tenure_engine *engine,
                                            tenure_summary **out, tenure_error **err);
TENURE_API tenure_status tenure_summary_add(tenure_summary *summary,
                                            const tenure_decisions *decisions,
                                            tenure_error **err);

/* data: what tenure_summary_bytes gave, here or elsewhere, for the same rulebook. */
TENURE_API tenure_status tenure_summary_merge(tenure_summary *summary,
                                              const void *data, size_t data_len,
                                              tenure_error **err);
TENURE_API tenure_status tenure_summary_bytes(tenure_summary *summary,
                                              tenure_text **out, tenure_error **err);
TENURE_API void tenure_summary_free(tenure_summary *summary);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* TENURE_H */
