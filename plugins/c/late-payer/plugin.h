/* The interface `tenure:plugin@1.0.0` in C, by hand: how the Component Model lays it out in a 32-bit memory.
 *
 * What the host hands over lies in memory that `cabi_realloc` gave. What is handed back is read before the next call.
 */
#ifndef TENURE_PLUGIN_H
#define TENURE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define EXPORT(name) __attribute__((export_name(name)))

/* A list, or a text: where it lies, and how many elements or bytes it has. */
struct list {
    const void *at;
    uint32_t length;
};

enum { VALUES_INT, VALUES_FLOAT, VALUES_BOOLEAN, VALUES_TEXT };

/* One signal. Text has codes in `values`, and a list of texts in `dictionary`. */
struct column {
    uint8_t type;
    struct list values;
    struct list dictionary;
    /* Whether `known` is there; where it is not, every value is known. */
    uint8_t has_known;
    struct list known;
};

/* What `score` gives back: 0 and the lists, or 1 and a text that says what went wrong. */
struct scored {
    uint8_t failed;
    union {
        struct {
            struct list point_rows, point_reasons, points, proposal_rows, proposal_actions;
        } lists;
        struct list text;
    };
};

/* What `configure` gives back: 0, or 1 and a text. */
struct configured {
    uint8_t failed;
    struct list text;
};

_Static_assert(sizeof(struct column) == 32, "a column");
_Static_assert(offsetof(struct column, known) == 24, "its known values");
_Static_assert(sizeof(struct scored) == 44, "what is given back");

#endif
