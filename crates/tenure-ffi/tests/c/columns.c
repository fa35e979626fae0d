/* Columns through C: columns ROUNDS [keep]. Scores two accounts by batch and by stream, as often as it is told, holds
 * the answers against each other, and prints the last. With `keep` answers are not released. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tenure.h"

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

static void must(tenure_status status, tenure_error *error) {
    if (status != TENURE_OK) {
        fprintf(stderr, "%s\n", error ? tenure_error_message(error, NULL) : tenure_status_name(status));
        exit(1);
    }
}

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

int main(int count, char **arguments) {
    long round, rounds = count > 1 ? atol(arguments[1]) : 1;
    int keep = count > 2;
    char by_batch[1024] = "", by_stream[1024] = "";
    tenure_error *error = NULL;
    tenure_rulebook *rulebook = NULL;
    tenure_builder *builder = NULL;
    tenure_engine *engine = NULL;
    tenure_tenant *tenant = NULL;
    tenure_session *session = NULL;
    must(tenure_rulebook_default(&rulebook, &error), error);
    must(tenure_builder_new(NULL, &builder, &error), error);
    must(tenure_builder_rulebook(builder, rulebook, &error), error);
    must(tenure_builder_build(builder, &engine, &error), error);
    must(tenure_tenant_parse(NULL, "{}", 2, &tenant, &error), error);
    must(tenure_session_new(engine, &session, &error), error);
    for (round = 0; round < rounds; round++) {
        struct ArrowSchema schema, told;
        struct ArrowArray batch, answer;
        struct ArrowArrayStream stream = {tell_schema, tell_next, tell_error, end, NULL}, answers;
        released = 0;
        make_schema(&schema);
        make_batch(&batch);
        must(tenure_score_batch(session, &schema, &batch, tenant, "2026-06-30", 10, &answer, &error), error);
        print(&answer, by_batch);
        if (!keep) answer.release(&answer);

        left = 1;
        must(tenure_score_stream(engine, &stream, tenant, "2026-06-30", 10, &answers, &error), error);
        if (answers.get_schema(&answers, &told) != 0 || told.n_children != 10) return 3;
        told.release(&told);
        if (answers.get_next(&answers, &answer) != 0 || answer.release == NULL) return 4;
        print(&answer, by_stream);
        answer.release(&answer);
        if (answers.get_next(&answers, &answer) != 0 || answer.release != NULL) return 5;
        answers.release(&answers);
        if (released != 3 || batch.release || stream.release || answers.release) return 6;
        if (strcmp(by_batch, by_stream) != 0) return 7;
    }
    fputs(by_batch, stdout);
    tenure_session_free(session);
    tenure_tenant_free(tenant);
    tenure_engine_free(engine);
    tenure_builder_free(builder);
    tenure_rulebook_free(rulebook);
    return 0;
}
