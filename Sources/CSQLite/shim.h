#pragma once
#include <sqlite3.h>

/* sqlite3_db_config is variadic, which Swift cannot call. Every switch we use takes an int and reports one. */
static inline int parley_sqlite3_switch(sqlite3 *db, int option, int on, int *now) {
  return sqlite3_db_config(db, option, on, now);
}

/* sqlite3_config is variadic too. Memory statistics take a process-wide lock at each allocation; nobody reads them. */
static inline int parley_sqlite3_leave_out_statistics(void) { return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

/* SQLITE_TRANSIENT is a cast of -1 to a function pointer, a macro that Swift does not import. */
static inline int parley_sqlite3_bind_copied_text(sqlite3_stmt *s, int index, const char *text, sqlite3_uint64 count) {
  return sqlite3_bind_text64(s, index, text, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int parley_sqlite3_bind_copied_blob(sqlite3_stmt *s, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(s, index, bytes, count, SQLITE_TRANSIENT);
}
