/* PCRE2 asks for its code unit width before the header; Parley matches UTF-8 only. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
