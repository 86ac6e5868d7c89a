/* A small door to simdjson (C++): parse a chat body, hand out its members without copying. Everything returned
   points into the parser and holds until its next parse. No exception crosses this door. */
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct parley_json_parser parley_json_parser;

/* How a member was found. */
typedef enum {
  PARLEY_JSON_ABSENT = 0,
  PARLEY_JSON_NULL = 1,
  PARLEY_JSON_PRESENT = 2,
  PARLEY_JSON_WRONG_TYPE = 3
} parley_json_state;

/* Decoded UTF-8, valid, not ended by NUL. */
typedef struct {
  const uint8_t *bytes;
  size_t length;
  parley_json_state state;
} parley_json_text;

typedef struct {
  parley_json_text message, context, customer, locale;
  parley_json_state explain;
  int explain_value;
  /* Of the message. */
  size_t code_points;
} parley_json_chat;

typedef enum {
  PARLEY_JSON_OK = 0,
  /* Not JSON, not UTF-8, or deeper than the bound. */
  PARLEY_JSON_MALFORMED = 1,
  /* JSON, but not an object (for a batch: `messages` is not an array). */
  PARLEY_JSON_WRONG_SHAPE = 2,
  PARLEY_JSON_MISSING = 3
} parley_json_result;

/* Bodies of more than `capacity` bytes are malformed to it. NULL when memory is out. */
parley_json_parser *parley_json_parser_new(size_t capacity, size_t depth);
void parley_json_parser_free(parley_json_parser *parser);

/* A whole chat body. */
parley_json_result parley_json_parse_chat(parley_json_parser *parser, const uint8_t *bytes, size_t length,
                                          parley_json_chat *out);

/* A batch body: parses, and tells how many messages it holds. */
parley_json_result parley_json_parse_batch(parley_json_parser *parser, const uint8_t *bytes, size_t length,
                                           size_t *count);

/* One message of the batch parsed last; PARLEY_JSON_WRONG_SHAPE when it is not an object. O(index). */
parley_json_result parley_json_batch_item(parley_json_parser *parser, size_t index, parley_json_chat *out);

/* simdjson's words for what was malformed; a static string. */
const char *parley_json_error(const parley_json_parser *parser);

#ifdef __cplusplus
}
#endif
