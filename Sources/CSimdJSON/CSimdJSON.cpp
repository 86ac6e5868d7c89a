#include "CSimdJSON.h"

#include <new>
#include <simdjson.h>

namespace dom = simdjson::dom;

struct parley_json_parser {
  dom::parser parser;
  dom::array messages;
  simdjson::error_code error = simdjson::SUCCESS;
  size_t depth;

  parley_json_parser(size_t capacity, size_t depth) : parser(capacity), depth(depth) {}
};

namespace {

parley_json_text text_of(dom::element value) {
  std::string_view text;
  if (value.is_null()) return {nullptr, 0, PARLEY_JSON_NULL};
  if (value.get(text) != simdjson::SUCCESS) return {nullptr, 0, PARLEY_JSON_WRONG_TYPE};
  return {reinterpret_cast<const uint8_t *>(text.data()), text.size(), PARLEY_JSON_PRESENT};
}

/// Of valid UTF-8: every byte that does not continue a sequence begins one.
size_t count_code_points(const parley_json_text &text) {
  size_t count = 0;
  for (size_t i = 0; i < text.length; i++) count += (text.bytes[i] & 0xC0) != 0x80;
  return count;
}

parley_json_result read_chat(dom::element root, parley_json_chat *out) {
  *out = parley_json_chat{};
  dom::object object;
  if (root.get(object) != simdjson::SUCCESS) return PARLEY_JSON_WRONG_SHAPE;
  for (auto [key, value] : object) {
    if (key == "message") {
      out->message = text_of(value);
    } else if (key == "context") {
      out->context = text_of(value);
    } else if (key == "customer") {
      out->customer = text_of(value);
    } else if (key == "locale") {
      out->locale = text_of(value);
    } else if (key == "explain") {
      bool flag = false;
      if (value.is_null()) {
        out->explain = PARLEY_JSON_NULL;
      } else if (value.get(flag) != simdjson::SUCCESS) {
        out->explain = PARLEY_JSON_WRONG_TYPE;
      } else {
        out->explain = PARLEY_JSON_PRESENT;
        out->explain_value = flag;
      }
    }
  }
  if (out->message.state == PARLEY_JSON_PRESENT && out->message.length > 0) {
    out->code_points = count_code_points(out->message);
  }
  return PARLEY_JSON_OK;
}

/// Parses a document, its depth bounded; simdjson allocates on the first use and when the body outgrows it.
bool parse(parley_json_parser *parser, const uint8_t *bytes, size_t length, dom::element &root) {
  if (parser->parser.max_depth() != parser->depth) {
    parser->error = parser->parser.allocate(parser->parser.max_capacity(), parser->depth);
    if (parser->error != simdjson::SUCCESS) return false;
  }
  parser->error = parser->parser.parse(bytes, length).get(root);
  return parser->error == simdjson::SUCCESS;
}

}  // namespace

parley_json_parser *parley_json_parser_new(size_t capacity, size_t depth) {
  return new (std::nothrow) parley_json_parser(capacity, depth);
}

void parley_json_parser_free(parley_json_parser *parser) { delete parser; }

parley_json_result parley_json_parse_chat(parley_json_parser *parser, const uint8_t *bytes, size_t length,
                                          parley_json_chat *out) {
  dom::element root;
  if (!parse(parser, bytes, length, root)) return PARLEY_JSON_MALFORMED;
  return read_chat(root, out);
}

parley_json_result parley_json_parse_batch(parley_json_parser *parser, const uint8_t *bytes, size_t length,
                                           size_t *count) {
  dom::element root;
  dom::object object;
  dom::element messages;
  if (!parse(parser, bytes, length, root)) return PARLEY_JSON_MALFORMED;
  if (root.get(object) != simdjson::SUCCESS) return PARLEY_JSON_WRONG_SHAPE;
  if (object.at_key("messages").get(messages) != simdjson::SUCCESS) return PARLEY_JSON_MISSING;
  if (messages.get(parser->messages) != simdjson::SUCCESS) return PARLEY_JSON_WRONG_SHAPE;
  *count = 0;
  for (auto message : parser->messages) {
    (void)message;
    ++*count;
  }
  return PARLEY_JSON_OK;
}

parley_json_result parley_json_batch_item(parley_json_parser *parser, size_t index, parley_json_chat *out) {
  dom::element item;
  if (parser->messages.at(index).get(item) != simdjson::SUCCESS) return PARLEY_JSON_MISSING;
  return read_chat(item, out);
}

const char *parley_json_error(const parley_json_parser *parser) {
  return simdjson::error_message(parser->error);
}
