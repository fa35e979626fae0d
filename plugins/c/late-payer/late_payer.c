/* A plugin in C: an account that pays late is at risk.
 *
 *     clang --target=wasm32 -O2 -nostdlib -Wl,--no-entry -o late_payer.core.wasm late_payer.c
 *     tenure plugin build late_payer.core.wasm
 */
#include "plugin.h"

#define MOST_ROWS 1024
#define ARENA (2u << 20)

/* Memory for one call: a pointer that goes up. It goes back to its start when a call begins. */
static uint8_t arena[ARENA] __attribute__((aligned(16)));
static uint32_t used;

EXPORT("cabi_realloc")
void *cabi_realloc(void *old, uint32_t old_size, uint32_t align, uint32_t size) {
    uint32_t at = (used + align - 1) & ~(align - 1);
    if (at > ARENA || size > ARENA - at) {
        __builtin_trap();
    }
    used = at + size;
    for (uint32_t i = 0; i < old_size && i < size; i++) {
        arena[at + i] = ((const uint8_t *)old)[i];
    }
    return arena + at;
}

static const char description[] =
    "{\"id\":\"late-payer-c\",\"version\":\"1.0.0\",\"dictionary\":\"^1.0\",\"max_points\":12,"
    "\"inputs\":[{\"name\":\"billing.days_overdue\",\"type\":\"int\",\"required\":false}],"
    "\"reasons\":[{\"code\":\"late\",\"text\":{\"en\":\"Bills are overdue by {billing.days_overdue} days\"}}],"
    "\"actions\":[{\"code\":\"phone\",\"text\":{\"en\":\"Call about the open bills\"}}]}";

EXPORT("tenure:plugin/scoring@1.0.0#describe")
struct list *describe(void) {
    static struct list text;
    text.at = description;
    text.length = sizeof description - 1;
    return &text;
}

EXPORT("tenure:plugin/scoring@1.0.0#configure")
struct configured *configure(const char *parameters, uint32_t length) {
    static struct configured done;
    (void)parameters, (void)length;
    used = 0;
    return &done;
}

static uint32_t point_rows[MOST_ROWS], proposal_rows[MOST_ROWS];
static uint16_t point_reasons[MOST_ROWS], proposal_actions[MOST_ROWS];
static int32_t points[MOST_ROWS];
static struct scored answer;

static struct list list_of(const void *at, uint32_t length) {
    struct list list = {at, length};
    return list;
}

static struct scored *fail(const char *text, uint32_t length) {
    answer.failed = 1;
    answer.text = list_of(text, length);
    return &answer;
}

static int is_known(const struct column *column, uint32_t row) {
    const uint64_t *words = column->known.at;
    return !column->has_known || (words[row / 64] >> (row % 64) & 1);
}

EXPORT("tenure:plugin/scoring@1.0.0#score")
struct scored *score(int32_t has_day, int32_t day, uint32_t rows, const struct column *columns, uint32_t count) {
    static const char unfit[] = "a column of ints is what this plugin reads";
    (void)has_day, (void)day;
    /* What the host put into the arena is read below; the next call may have its place. */
    used = 0;
    if (count != 1 || columns->type != VALUES_INT || rows > MOST_ROWS || columns->values.length != rows) {
        return fail(unfit, sizeof unfit - 1);
    }
    const int64_t *overdue = columns->values.at;
    uint32_t given = 0, proposed = 0;
    for (uint32_t row = 0; row < rows; row++) {
        if (!is_known(columns, row) || overdue[row] <= 30) {
            continue;
        }
        point_rows[given] = row;
        point_reasons[given] = 0;
        points[given++] = overdue[row] > 60 ? 12 : 6;
        if (overdue[row] > 60) {
            proposal_rows[proposed] = row;
            proposal_actions[proposed++] = 0;
        }
    }
    answer.failed = 0;
    answer.lists.point_rows = list_of(point_rows, given);
    answer.lists.point_reasons = list_of(point_reasons, given);
    answer.lists.points = list_of(points, given);
    answer.lists.proposal_rows = list_of(proposal_rows, proposed);
    answer.lists.proposal_actions = list_of(proposal_actions, proposed);
    return &answer;
}
