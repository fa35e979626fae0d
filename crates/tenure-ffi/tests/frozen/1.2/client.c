/* A client of interface 1.2: client PORTFOLIO TENANT DAY. Decides a portfolio by JSON and prepared, scores two accounts by
 * their signals as a batch and as a stream of columns, and prints the decisions and the scores, one a line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tenure.h"

static void must(tenure_status status, tenure_error **error) {
    if (status == TENURE_OK) return;
    fprintf(stderr, "%s: %s\n", tenure_status_name(status), tenure_error_message(*error, NULL));
    exit(1);
}

static char *file(const char *path) {
    FILE *in = fopen(path, "rb");
    char *text = NULL;
    size_t have = 0, got;
    if (in == NULL) exit(2);
    do {
        text = realloc(text, have + 65537);
        if (text == NULL) exit(2);
        got = fread(text + have, 1, 65536, in);
        have += got;
    } while (got > 0);
    text[have] = 0;
    fclose(in);
    return text;
}

static int released;
static const char *names[2] = {"id", "complaints.open_critical"};
static const char *formats[2] = {"u", "l"};

/* Everything stands in one place, which the batch owns. */
struct batch {
    struct ArrowArray columns[2];
    struct ArrowArray *children[2];
    const void *text[3], *numbers[2], *none[1];
    int32_t offsets[3];
    char ids[8];
    int64_t open[2];
    uint8_t known;
};

static void no_more(struct ArrowArray *self) { self->release = NULL; }

static void free_batch(struct ArrowArray *self) {
    struct batch *held = self->private_data;
    if (held->columns[0].release) held->columns[0].release(&held->columns[0]);
    if (held->columns[1].release) held->columns[1].release(&held->columns[1]);
    free(held);
    self->release = NULL;
    released++;
}

static void make_batch(struct ArrowArray *out) {
    struct batch *held = calloc(1, sizeof *held);
    int column;
    if (held == NULL) exit(2);
    memcpy(held->ids, "acmebolt", 8);
    held->offsets[1] = 4;
    held->offsets[2] = 8;
    held->open[0] = 1;
    held->known = 1;
    held->text[1] = held->offsets;
    held->text[2] = held->ids;
    held->numbers[0] = &held->known;
    held->numbers[1] = held->open;
    for (column = 0; column < 2; column++) {
        held->columns[column].length = 2;
        held->columns[column].null_count = column;
        held->columns[column].n_buffers = column ? 2 : 3;
        held->columns[column].buffers = column ? held->numbers : held->text;
        held->columns[column].release = no_more;
        held->children[column] = &held->columns[column];
    }
    memset(out, 0, sizeof *out);
    out->length = 2;
    out->n_buffers = 1;
    out->buffers = held->none;
    out->n_children = 2;
    out->children = held->children;
    out->release = free_batch;
    out->private_data = held;
}

static void kept(struct ArrowSchema *self) { self->release = NULL; }

static void make_schema(struct ArrowSchema *out) {
    static struct ArrowSchema columns[2], *children[2] = {&columns[0], &columns[1]};
    int column;
    memset(out, 0, sizeof *out);
    for (column = 0; column < 2; column++) {
        memset(&columns[column], 0, sizeof columns[column]);
        columns[column].format = formats[column];
        columns[column].name = names[column];
        columns[column].release = kept;
    }
    out->format = "+s";
    out->n_children = 2;
    out->children = children;
    out->release = kept;
}

static int left;
static int tell_schema(struct ArrowArrayStream *self, struct ArrowSchema *out) {
    (void)self;
    make_schema(out);
    return 0;
}
static int tell_next(struct ArrowArrayStream *self, struct ArrowArray *out) {
    (void)self;
    memset(out, 0, sizeof *out);
    if (left-- > 0) make_batch(out);
    return 0;
}
static const char *tell_error(struct ArrowArrayStream *self) { (void)self; return NULL; }
static void end(struct ArrowArrayStream *self) { self->release = NULL; released++; }

static const char *cell(const struct ArrowArray *answer, int column, int row, char *into) {
    const struct ArrowArray *child = answer->children[column];
    const int64_t *numbers = child->buffers[1];
    const uint8_t *known = child->buffers[0];
    if (known && !(known[row / 8] >> (row % 8) & 1)) return strcpy(into, "-");
    if (child->n_buffers == 2) sprintf(into, "%lld", (long long)numbers[row]);
    else sprintf(into, "%.*s", (int)(numbers[row + 1] - numbers[row]), (const char *)child->buffers[2] + numbers[row]);
    return into;
}

static void print(const struct ArrowArray *answer, char *into) {
    static const int shown[5] = {0, 1, 4, 5, 9};
    char one[256];
    int row, column;
    *into = 0;
    for (row = 0; row < answer->length; row++)
        for (column = 0; column < 5; column++)
            sprintf(into + strlen(into), "%s%c", cell(answer, shown[column], row, one), column < 4 ? ' ' : '\n');
}

/* The columns that the rulebook reads, of which each has a name and a format. */
static void look(const tenure_engine *engine) {
    tenure_error *error = NULL;
    struct ArrowSchema schema;
    int64_t column;
    must(tenure_input_schema(engine, &schema, &error), &error);
    if (strcmp(schema.format, "+s") != 0 || schema.n_children < 2) exit(4);
    for (column = 0; column < schema.n_children; column++)
        if (*schema.children[column]->name == 0 || *schema.children[column]->format == 0) exit(4);
    schema.release(&schema);
    must(tenure_output_schema(engine, &schema, &error), &error);
    if (schema.n_children != 10 || strcmp(schema.children[9]->name, "error") != 0) exit(5);
    schema.release(&schema);
}

static void score(tenure_engine *engine, tenure_session *session, char *by_batch) {
    tenure_error *error = NULL;
    tenure_tenant *tenant = NULL;
    struct ArrowSchema schema;
    struct ArrowArray batch, answer;
    struct ArrowArrayStream stream = {tell_schema, tell_next, tell_error, end, NULL}, answers;
    char by_stream[1024] = "";
    must(tenure_tenant_parse(NULL, "{}", 2, &tenant, &error), &error);
    make_schema(&schema);
    make_batch(&batch);
    must(tenure_score_batch(session, &schema, &batch, tenant, "2026-06-30", 10, &answer, &error), &error);
    print(&answer, by_batch);
    answer.release(&answer);
    left = 1;
    must(tenure_score_stream(engine, &stream, tenant, "2026-06-30", 10, &answers, &error), &error);
    if (answers.get_next(&answers, &answer) != 0 || answer.release == NULL) exit(6);
    print(&answer, by_stream);
    answer.release(&answer);
    if (answers.get_next(&answers, &answer) != 0 || answer.release != NULL) exit(6);
    answers.release(&answers);
    tenure_tenant_free(tenant);
    if (released != 3 || batch.release || stream.release || strcmp(by_batch, by_stream) != 0) exit(7);
}

/* What is no plugin is refused by its number. */
static void refuse(void) {
    tenure_builder *builder = NULL;
    tenure_error *error = NULL;
    must(tenure_builder_new(NULL, &builder, &error), &error);
    if (tenure_builder_plugin(builder, "x", TENURE_NTS, "x.rhai", TENURE_NTS, "fn", 2, &error) != TENURE_E_PLUGIN) exit(8);
    tenure_error_free(error);
    tenure_builder_free(builder);
}

int main(int argc, char **argv) {
    tenure_error *error = NULL;
    tenure_rulebook *rulebook = NULL;
    tenure_builder *builder = NULL;
    tenure_engine *engine = NULL;
    tenure_tenant *alone = NULL, *tenant = NULL;
    tenure_accounts *accounts = NULL;
    tenure_facts *facts = NULL;
    tenure_session *session = NULL;
    tenure_decisions *prepared = NULL, *straight = NULL;
    size_t len = 0, other = 0;
    char *portfolio, *about, columns[1024] = "";
    const char *text;
    if (argc != 4 || tenure_abi_check(TENURE_ABI_VERSION) != TENURE_OK) return 2;
    portfolio = file(argv[1]);
    about = file(argv[2]);

    must(tenure_rulebook_default(&rulebook, &error), &error);
    must(tenure_builder_new(NULL, &builder, &error), &error);
    must(tenure_builder_rulebook(builder, rulebook, &error), &error);
    must(tenure_builder_build(builder, &engine, &error), &error);
    must(tenure_tenant_parse(NULL, about, TENURE_NTS, &alone, &error), &error);
    must(tenure_accounts_parse(NULL, portfolio, TENURE_NTS, &accounts, &error), &error);
    must(tenure_facts_new(alone, argv[3], TENURE_NTS, &facts, &error), &error);
    must(tenure_facts_add(facts, accounts, &error), &error);
    must(tenure_facts_tenant(facts, &tenant, &error), &error);
    must(tenure_session_new(engine, &session, &error), &error);
    refuse();
    look(engine);
    score(engine, session, columns);
    /* Handles keep what they need alive. */
    tenure_builder_free(builder);
    tenure_rulebook_free(rulebook);
    tenure_engine_free(engine);
    tenure_facts_free(facts);
    tenure_tenant_free(alone);

    must(tenure_decide(session, accounts, tenant, argv[3], TENURE_NTS, &prepared, &error), &error);
    must(tenure_decide_json(session, portfolio, strlen(portfolio), tenant, argv[3], TENURE_NTS, &straight, &error), &error);
    tenure_accounts_free(accounts);
    tenure_session_free(session);
    tenure_tenant_free(tenant);
    text = tenure_decisions_jsonl(prepared, &len);
    if (strcmp(text, tenure_decisions_jsonl(straight, &other)) != 0 || len != other || len != strlen(text)) return 3;
    fwrite(text, 1, len, stdout);
    fputs(columns, stdout);
    tenure_decisions_free(prepared);
    tenure_decisions_free(straight);
    free(portfolio);
    free(about);
    return 0;
}
