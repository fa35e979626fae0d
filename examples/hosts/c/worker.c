/* The nightly worker: worker DATABASE TENANT DAY. Reads accounts in batches, decides them, writes what changed. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tenure.h>

#define BATCH 20

static void must(tenure_status status, tenure_error **error) {
    if (status == TENURE_OK) return;
    fprintf(stderr, "%s: %s\n", tenure_status_name(status), tenure_error_message(*error, NULL));
    exit(1);
}

static void done(sqlite3 *db, int code) {
    if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
    fprintf(stderr, "%s\n", sqlite3_errmsg(db));
    exit(1);
}

static char *file(const char *path) {
    FILE *in = fopen(path, "rb");
    char *text = calloc(1, 1 << 24);
    if (in == NULL || text == NULL || fread(text, 1, (1 << 24) - 1, in) == 0) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(1);
    }
    fclose(in);
    return text;
}

/* The accounts after a position; NULL after the last. */
static tenure_accounts *batch(sqlite3 *db, sqlite3_int64 *position) {
    sqlite3_stmt *query;
    sqlite3_int64 begin = *position;
    tenure_accounts *accounts = NULL;
    tenure_error *error = NULL;
    done(db, sqlite3_prepare_v2(db,
        "SELECT json_group_array(json(json)), max(position) FROM"
        " (SELECT json, position FROM account_today WHERE position > ?1 ORDER BY position LIMIT ?2)", -1, &query, NULL));
    done(db, sqlite3_bind_int64(query, 1, begin));
    done(db, sqlite3_bind_int(query, 2, BATCH));
    done(db, sqlite3_step(query));
    *position = sqlite3_column_int64(query, 1);
    if (*position > begin) {
        const char *json = (const char *)sqlite3_column_text(query, 0);
        must(tenure_accounts_parse(NULL, json, (size_t)sqlite3_column_bytes(query, 0), &accounts, &error), &error);
    }
    sqlite3_finalize(query);
    return accounts;
}

/* Writes a decision unless its digest is the one that is there; how many rows that changed. */
static int keep(sqlite3 *db, sqlite3_stmt *write, const tenure_decisions *decisions, size_t row, const char *day) {
    tenure_error *error = NULL;
    tenure_text *actions = NULL;
    if (tenure_decisions_status(decisions, row) != TENURE_OK) {
        fprintf(stderr, "refused: %s\n", tenure_decisions_row_json(decisions, row, NULL));
        return 0;
    }
    must(tenure_decisions_next_actions(decisions, row, &actions, &error), &error);
    done(db, sqlite3_bind_text(write, 1, tenure_decisions_account_id(decisions, row, NULL), -1, SQLITE_TRANSIENT));
    done(db, sqlite3_bind_text(write, 2, tenure_decisions_digest(decisions, row, NULL), -1, SQLITE_TRANSIENT));
    done(db, sqlite3_bind_text(write, 3, tenure_decisions_row_json(decisions, row, NULL), -1, SQLITE_TRANSIENT));
    done(db, sqlite3_bind_text(write, 4, tenure_text_data(actions, NULL), -1, SQLITE_TRANSIENT));
    done(db, sqlite3_bind_text(write, 5, day, -1, SQLITE_TRANSIENT));
    done(db, sqlite3_step(write));
    done(db, sqlite3_reset(write));
    tenure_text_free(actions);
    return sqlite3_changes(db);
}

int main(int argc, char **argv) {
    sqlite3 *db;
    sqlite3_stmt *write, *read;
    sqlite3_int64 position;
    tenure_error *error = NULL;
    tenure_rulebook *rulebook = NULL;
    tenure_builder *builder = NULL;
    tenure_engine *engine = NULL;
    tenure_session *session = NULL;
    tenure_tenant *alone = NULL, *tenant = NULL;
    tenure_facts *facts = NULL;
    tenure_accounts *accounts;
    char *about;
    int decided = 0, written = 0;
    if (argc != 4) {
        fprintf(stderr, "usage: worker DATABASE TENANT DAY\n");
        return 2;
    }
    if (tenure_abi_check(TENURE_ABI_VERSION) != TENURE_OK) {
        fprintf(stderr, "the library speaks another interface\n");
        return 2;
    }
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s: %s\n", argv[1], sqlite3_errmsg(db));
        return 1;
    }
    about = file(argv[2]);

    must(tenure_rulebook_default(&rulebook, &error), &error);
    must(tenure_builder_new(NULL, &builder, &error), &error);
    must(tenure_builder_rulebook(builder, rulebook, &error), &error);
    must(tenure_builder_build(builder, &engine, &error), &error);
    must(tenure_session_new(engine, &session, &error), &error);
    must(tenure_tenant_parse(NULL, about, TENURE_NTS, &alone, &error), &error);

    /* What became of all accounts, before any is decided. */
    must(tenure_facts_new(alone, argv[3], TENURE_NTS, &facts, &error), &error);
    for (position = 0; (accounts = batch(db, &position)) != NULL; tenure_accounts_free(accounts))
        must(tenure_facts_add(facts, accounts, &error), &error);
    must(tenure_facts_tenant(facts, &tenant, &error), &error);

    done(db, sqlite3_prepare_v2(db,
        "UPDATE account SET digest = ?2, decision = ?3, actions = ?4, decided_on = ?5, band = ?3 ->> '$.risk.band',"
        " probability_bp = ?3 ->> '$.risk.probability_bp', next_action = ?3 ->> '$.actions[0].title.en',"
        " reasons = (SELECT group_concat(value ->> '$.reason.en', '; ') FROM json_each(?3, '$.contributions'))"
        " WHERE id = ?1 AND digest IS NOT ?2", -1, &write, NULL));
    done(db, sqlite3_exec(db, "BEGIN", NULL, NULL, NULL));
    for (position = 0; (accounts = batch(db, &position)) != NULL; tenure_accounts_free(accounts)) {
        tenure_decisions *decisions = NULL;
        size_t row;
        must(tenure_decide(session, accounts, tenant, argv[3], TENURE_NTS, &decisions, &error), &error);
        for (row = 0; row < tenure_decisions_rows(decisions); row++) {
            written += keep(db, write, decisions, row, argv[3]);
            decided++;
        }
        tenure_decisions_free(decisions);
    }
    done(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
    fprintf(stderr, "%d decided, %d written\n", decided, written);

    done(db, sqlite3_prepare_v2(db, "SELECT decision FROM account ORDER BY position", -1, &read, NULL));
    while (sqlite3_step(read) == SQLITE_ROW) puts((const char *)sqlite3_column_text(read, 0));

    sqlite3_finalize(write);
    sqlite3_finalize(read);
    sqlite3_close(db);
    tenure_facts_free(facts);
    tenure_tenant_free(tenant);
    tenure_tenant_free(alone);
    tenure_session_free(session);
    tenure_engine_free(engine);
    tenure_builder_free(builder);
    tenure_rulebook_free(rulebook);
    free(about);
    return 0;
}
