/* What a library does to a process: process fork | threads | leak ROUNDS, then PORTFOLIO TENANT. */
#define _POSIX_C_SOURCE 200809L
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tenure.h"

static tenure_engine *engine;
static tenure_tenant *tenant;
static tenure_accounts *accounts;
static const char *day = "2026-06-30";

static void must(tenure_status status) {
    if (status != TENURE_OK) {
        fprintf(stderr, "%s\n", tenure_status_name(status));
        exit(1);
    }
}

static char *file(const char *path) {
    FILE *in = fopen(path, "rb");
    char *text = malloc(1 << 20);
    size_t got;
    if (in == NULL || text == NULL) exit(2);
    got = fread(text, 1, (1 << 20) - 1, in);
    text[got] = 0;
    fclose(in);
    return text;
}

static void make(const char *portfolio, const char *about) {
    tenure_rulebook *rulebook = NULL;
    tenure_builder *builder = NULL;
    char *text = file(portfolio), *more = file(about);
    must(tenure_rulebook_default(&rulebook, NULL));
    must(tenure_builder_new(NULL, &builder, NULL));
    must(tenure_builder_rulebook(builder, rulebook, NULL));
    must(tenure_builder_build(builder, &engine, NULL));
    must(tenure_tenant_parse(NULL, more, TENURE_NTS, &tenant, NULL));
    must(tenure_accounts_parse(NULL, text, TENURE_NTS, &accounts, NULL));
    tenure_builder_free(builder);
    tenure_rulebook_free(rulebook);
    free(text);
    free(more);
}

/* The decisions by a session of its own; the caller frees them. */
static tenure_decisions *decided(void) {
    tenure_session *session = NULL;
    tenure_decisions *decisions = NULL;
    must(tenure_session_new(engine, &session, NULL));
    must(tenure_decide(session, accounts, tenant, day, TENURE_NTS, &decisions, NULL));
    tenure_session_free(session);
    return decisions;
}

static void *thread(void *expected) {
    int round;
    for (round = 0; round < 4; round++) {
        tenure_decisions *mine = decided();
        if (strcmp(tenure_decisions_jsonl(mine, NULL), expected) != 0) return expected;
        tenure_decisions_free(mine);
    }
    return NULL;
}

static int threads(const char *expected) {
    pthread_t all[8];
    int number, wrong = 0;
    for (number = 0; number < 8; number++) pthread_create(&all[number], NULL, thread, (void *)expected);
    for (number = 0; number < 8; number++) {
        void *found = NULL;
        pthread_join(all[number], &found);
        wrong += found != NULL;
    }
    return wrong;
}

/* Children that use what was made before, and their parent meanwhile. */
static int forked(const char *expected, tenure_session *session) {
    int number, wrong = 0;
    for (number = 0; number < 4; number++) {
        pid_t child = fork();
        if (child == 0) {
            tenure_decisions *mine = NULL;
            must(tenure_decide(session, accounts, tenant, day, TENURE_NTS, &mine, NULL));
            if (strcmp(tenure_decisions_jsonl(mine, NULL), expected) != 0) _exit(3);
            _exit(threads(expected));
        }
        wrong += child < 0;
    }
    wrong += thread((void *)expected) != NULL;
    for (number = 0; number < 4; number++) {
        int status = 0;
        wrong += wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0;
    }
    return wrong;
}

/* Resident memory in KiB. */
static long resident(void) {
    long size = 0, pages = 0;
    FILE *in = fopen("/proc/self/statm", "r");
    if (in == NULL || fscanf(in, "%ld %ld", &size, &pages) != 2) exit(2);
    fclose(in);
    return pages * (sysconf(_SC_PAGESIZE) / 1024);
}

/* Decides over and over, by every door, with errors in between; prints by how many KiB memory grew. With `keep` what
 * is made is kept, as a leak would. */
static int leak(long rounds, int keep) {
    static const char *one = "[{\"id\":\"acme\",\"surveys\":[{\"kind\":\"nps\",\"score\":3,\"at\":\"2026-06-01\"}]},{}]";
    tenure_session *session = NULL;
    tenure_accounts *few = NULL;
    tenure_tenant *plain = NULL;
    long round, before = 0;
    must(tenure_session_new(engine, &session, NULL));
    must(tenure_accounts_parse(NULL, one, TENURE_NTS, &few, NULL));
    must(tenure_tenant_parse(NULL, "{}", 2, &plain, NULL));
    for (round = 0; round < rounds; round++) {
        tenure_decisions *decisions = NULL, *others = NULL;
        tenure_error *error = NULL;
        tenure_text *text = NULL;
        if (round == rounds / 4) before = resident();
        must(tenure_decide(session, few, plain, day, 10, &decisions, NULL));
        if (keep) continue;
        if (round % 8 == 0) {
            must(tenure_decide_json(session, one, TENURE_NTS, plain, day, 10, &others, NULL));
            if (tenure_decisions_jsonl(others, NULL) == NULL || tenure_decisions_row_json(others, 1, NULL) == NULL) return 1;
            must(tenure_decisions_next_actions(others, 0, &text, NULL));
            if (tenure_decide(session, few, plain, "soon", 4, &others, &error) != TENURE_E_ARGUMENT) return 1;
        }
        tenure_text_free(text);
        tenure_error_free(error);
        tenure_decisions_free(others);
        tenure_decisions_free(decisions);
    }
    printf("%ld\n", resident() - before);
    tenure_session_free(session);
    tenure_accounts_free(few);
    tenure_tenant_free(plain);
    return 0;
}

int main(int argc, char **argv) {
    tenure_decisions *decisions;
    tenure_session *session = NULL;
    const char *expected;
    int code = 2;
    if (argc != 5) return 2;
    make(argv[3], argv[4]);
    must(tenure_session_new(engine, &session, NULL));
    decisions = decided();
    expected = tenure_decisions_jsonl(decisions, NULL);
    if (strcmp(argv[1], "threads") == 0) code = threads(expected);
    if (strcmp(argv[1], "other") == 0) code = threads(expected + 1);
    if (strcmp(argv[1], "fork") == 0) code = forked(expected, session);
    if (strcmp(argv[1], "leak") == 0) code = leak(atol(argv[2]), 0);
    if (strcmp(argv[1], "keep") == 0) code = leak(atol(argv[2]), 1);
    tenure_decisions_free(decisions);
    tenure_session_free(session);
    tenure_accounts_free(accounts);
    tenure_tenant_free(tenant);
    tenure_engine_free(engine);
    return code;
}
