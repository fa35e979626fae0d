/* tenure.h without its directives, for readers that know none. Written by a test; read tenure.h instead. */
typedef int32_t tenure_status;
enum {
  TENURE_ABI_MAJOR = 1,
  TENURE_ABI_MINOR = 2,
  TENURE_ABI_VERSION = 65538,
  TENURE_OK = 0,
  TENURE_E_NULL = 100,
  TENURE_E_ARGUMENT = 101,
  TENURE_E_UTF8 = 102,
  TENURE_E_ABI = 103,
  TENURE_E_BUSY = 104,
  TENURE_E_SPENT = 105,
  TENURE_E_CONFIG = 107,
  TENURE_E_RULEBOOK = 200,
  TENURE_E_BUILD = 201,
  TENURE_E_NAME = 202,
  TENURE_E_TEMPLATE = 203,
  TENURE_E_PLUGIN = 204,
  TENURE_E_JSON = 300,
  TENURE_E_ACCOUNT = 301,
  TENURE_E_TENANT = 302,
  TENURE_E_DAY = 303,
  TENURE_E_SUMMARY = 304,
  TENURE_E_SCHEMA = 305,
  TENURE_E_ARRAY = 306,
  TENURE_E_STREAM = 307,
  TENURE_E_INTERRUPTED = 402,
  TENURE_E_PANIC = 900,
  ARROW_FLAG_DICTIONARY_ORDERED = 1,
  ARROW_FLAG_NULLABLE = 2,
  ARROW_FLAG_MAP_KEYS_SORTED = 4,
};
typedef struct tenure_error tenure_error;
typedef struct tenure_text tenure_text;
typedef struct tenure_config tenure_config;
typedef struct tenure_loader tenure_loader;
typedef struct tenure_rulebook tenure_rulebook;
typedef struct tenure_builder tenure_builder;
typedef struct tenure_engine tenure_engine;
typedef struct tenure_tenant tenure_tenant;
typedef struct tenure_facts tenure_facts;
typedef struct tenure_accounts tenure_accounts;
typedef struct tenure_session tenure_session;
typedef struct tenure_interrupt tenure_interrupt;
typedef struct tenure_decisions tenure_decisions;
typedef struct tenure_summary tenure_summary;
struct ArrowSchema { const char *format; const char *name; const char *metadata; int64_t flags; int64_t n_children; struct ArrowSchema **children; struct ArrowSchema *dictionary; void (*release)(struct ArrowSchema *); void *private_data; };
struct ArrowArray { int64_t length; int64_t null_count; int64_t offset; int64_t n_buffers; int64_t n_children; const void **buffers; struct ArrowArray **children; struct ArrowArray *dictionary; void (*release)(struct ArrowArray *); void *private_data; };
struct ArrowArrayStream { int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out); int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out); const char *(*get_last_error)(struct ArrowArrayStream *); void (*release)(struct ArrowArrayStream *); void *private_data; };
uint32_t tenure_abi_version(void);
tenure_status tenure_abi_check(uint32_t header_abi);
const char *tenure_version(void);
tenure_status tenure_build_info(tenure_text **out, tenure_error **err);
const char *tenure_status_name(tenure_status status);
tenure_status tenure_error_status(const tenure_error *error);
const char *tenure_error_message(const tenure_error *error, size_t *len);
const char *tenure_error_json(const tenure_error *error, size_t *len);
void tenure_error_free(tenure_error *error);
const char *tenure_text_data(const tenure_text *text, size_t *len);
void tenure_text_free(tenure_text *text);
tenure_status tenure_config_new(tenure_config **out, tenure_error **err);
tenure_status tenure_config_set(tenure_config *config, const char *key, size_t key_len, const char *value, size_t value_len, tenure_error **err);
tenure_status tenure_config_keys(tenure_text **out, tenure_error **err);
void tenure_config_free(tenure_config *config);
tenure_status tenure_rulebook_default(tenure_rulebook **out, tenure_error **err);
tenure_status tenure_rulebook_parse(const char *name, size_t name_len, const char *source, size_t source_len, tenure_rulebook **out, tenure_error **err);
tenure_status tenure_rulebook_describe(const tenure_rulebook *rulebook, tenure_text **out, tenure_error **err);
const char *tenure_rulebook_digest(const tenure_rulebook *rulebook, size_t *len);
void tenure_rulebook_free(tenure_rulebook *rulebook);
tenure_status tenure_loader_new(tenure_loader **out, tenure_error **err);
tenure_status tenure_loader_base(tenure_loader *loader, const char *id, size_t id_len, const char *source, size_t source_len, tenure_error **err);
tenure_status tenure_loader_load(tenure_loader *loader, const char *name, size_t name_len, const char *source, size_t source_len, tenure_rulebook **out, tenure_error **err);
void tenure_loader_free(tenure_loader *loader);
tenure_status tenure_builder_new(tenure_config *config, tenure_builder **out, tenure_error **err);
tenure_status tenure_builder_rulebook(tenure_builder *builder, const tenure_rulebook *rulebook, tenure_error **err);
tenure_status tenure_builder_plugin(tenure_builder *builder, const char *id, size_t id_len, const char *name, size_t name_len, const void *plugin, size_t plugin_len, tenure_error **err);
tenure_status tenure_builder_build(tenure_builder *builder, tenure_engine **out, tenure_error **err);
void tenure_builder_free(tenure_builder *builder);
const char *tenure_engine_provenance(const tenure_engine *engine, size_t *len);
void tenure_engine_free(tenure_engine *engine);
tenure_status tenure_tenant_parse(tenure_config *config, const char *json, size_t json_len, tenure_tenant **out, tenure_error **err);
const char *tenure_tenant_digest(const tenure_tenant *tenant, size_t *len);
tenure_status tenure_tenant_problems(const tenure_tenant *tenant, tenure_text **out, tenure_error **err);
void tenure_tenant_free(tenure_tenant *tenant);
tenure_status tenure_accounts_parse(tenure_config *config, const char *json, size_t json_len, tenure_accounts **out, tenure_error **err);
size_t tenure_accounts_rows(const tenure_accounts *accounts);
size_t tenure_accounts_refused(const tenure_accounts *accounts);
tenure_status tenure_accounts_status(const tenure_accounts *accounts, size_t row);
const char *tenure_accounts_id(const tenure_accounts *accounts, size_t row, size_t *len);
tenure_status tenure_accounts_problems(const tenure_accounts *accounts, tenure_text **out, tenure_error **err);
void tenure_accounts_free(tenure_accounts *accounts);
tenure_status tenure_facts_new(const tenure_tenant *tenant, const char *as_of, size_t as_of_len, tenure_facts **out, tenure_error **err);
tenure_status tenure_facts_add(tenure_facts *facts, const tenure_accounts *accounts, tenure_error **err);
tenure_status tenure_facts_json(tenure_facts *facts, tenure_text **out, tenure_error **err);
tenure_status tenure_facts_tenant(tenure_facts *facts, tenure_tenant **out, tenure_error **err);
void tenure_facts_free(tenure_facts *facts);
tenure_status tenure_session_new(const tenure_engine *engine, tenure_session **out, tenure_error **err);
void tenure_session_free(tenure_session *session);
tenure_status tenure_interrupt_new(const tenure_session *session, tenure_interrupt **out, tenure_error **err);
tenure_status tenure_interrupt_raise(const tenure_interrupt *interrupt);
void tenure_interrupt_free(tenure_interrupt *interrupt);
tenure_status tenure_decide(tenure_session *session, const tenure_accounts *accounts, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, tenure_decisions **out, tenure_error **err);
tenure_status tenure_decide_json(tenure_session *session, const char *json, size_t json_len, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, tenure_decisions **out, tenure_error **err);
tenure_status tenure_decide_within_capacity(tenure_session *session, const tenure_accounts *accounts, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, tenure_text **out, tenure_error **err);
tenure_status tenure_decide_tenant(tenure_session *session, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, tenure_text **out, tenure_error **err);
tenure_status tenure_tenant_next_actions(tenure_session *session, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, tenure_text **out, tenure_error **err);
tenure_status tenure_input_schema(const tenure_engine *engine, struct ArrowSchema *out, tenure_error **err);
tenure_status tenure_output_schema(const tenure_engine *engine, struct ArrowSchema *out, tenure_error **err);
tenure_status tenure_score_batch(tenure_session *session, const struct ArrowSchema *schema, struct ArrowArray *batch, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, struct ArrowArray *out, tenure_error **err);
tenure_status tenure_score_stream(const tenure_engine *engine, struct ArrowArrayStream *stream, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, struct ArrowArrayStream *out, tenure_error **err);
size_t tenure_decisions_rows(const tenure_decisions *decisions);
size_t tenure_decisions_refused(const tenure_decisions *decisions);
tenure_status tenure_decisions_status(const tenure_decisions *decisions, size_t row);
const char *tenure_decisions_account_id(const tenure_decisions *decisions, size_t row, size_t *len);
int64_t tenure_decisions_probability_bp(const tenure_decisions *decisions, size_t row);
int64_t tenure_decisions_coverage_bp(const tenure_decisions *decisions, size_t row);
int64_t tenure_decisions_points(const tenure_decisions *decisions, size_t row);
const char *tenure_decisions_band(const tenure_decisions *decisions, size_t row, size_t *len);
const char *tenure_decisions_digest(const tenure_decisions *decisions, size_t row, size_t *len);
const char *tenure_decisions_row_json(const tenure_decisions *decisions, size_t row, size_t *len);
const char *tenure_decisions_jsonl(const tenure_decisions *decisions, size_t *len);
const char *tenure_decisions_json(const tenure_decisions *decisions, size_t *len);
tenure_status tenure_decisions_next_actions(const tenure_decisions *decisions, size_t row, tenure_text **out, tenure_error **err);
void tenure_decisions_free(tenure_decisions *decisions);
tenure_status tenure_explain(tenure_session *session, const tenure_accounts *accounts, size_t row, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, tenure_text **out, tenure_error **err);
tenure_status tenure_why_not(tenure_session *session, const tenure_accounts *accounts, size_t row, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, const char *name, size_t name_len, tenure_text **out, tenure_error **err);
tenure_status tenure_what_would_change(tenure_session *session, const tenure_accounts *accounts, size_t row, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, tenure_text **out, tenure_error **err);
tenure_status tenure_next_change(tenure_session *session, const tenure_accounts *accounts, size_t row, const tenure_tenant *tenant, const char *as_of, size_t as_of_len, const char *until, size_t until_len, tenure_text **out, tenure_error **err);
tenure_status tenure_summary_new(const tenure_engine *engine, tenure_summary **out, tenure_error **err);
tenure_status tenure_summary_add(tenure_summary *summary, const tenure_decisions *decisions, tenure_error **err);
tenure_status tenure_summary_merge(tenure_summary *summary, const void *data, size_t data_len, tenure_error **err);
tenure_status tenure_summary_bytes(tenure_summary *summary, tenure_text **out, tenure_error **err);
void tenure_summary_free(tenure_summary *summary);
