#include "CLate.h"

/* Else the functions would be declared as exported. */
#define ZIP_EXTERN

#include <curl/curl.h>
#include <dlfcn.h>
#include <libxml/HTMLparser.h>
#include <libxml/xmlreader.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>
#include <zip.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo

/* What a missing library is to a program linked with it: the end, with its name. Other threads may be at work: nothing is
 * run at exit. */
static void *find(const char *library, const char *name) {
  void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL);
  void *address = handle ? dlsym(handle, name) : NULL;
  if (!address) {
    fprintf(stderr, "parley: %s\n", dlerror());
    _exit(3);
  }
  return address;
}

/* Of this program alone: were they exported, the libraries would call themselves through them. */
#define OWN __attribute__((visibility("hidden")))

/* The address is looked up once; threads that come at the same time find the same one. */
#define FIND(library, name)                                       \
  static _Atomic(void *) known;                                   \
  __typeof__(&name) call = atomic_load(&known);                   \
  if (!call) atomic_store(&known, call = find(library, #name));

#define LATE(library, result, name, parameters, arguments) \
  OWN result name parameters {                             \
    FIND(library, name)                                    \
    return call arguments;                                 \
  }

#define CURL_LIBRARY "libcurl.so.4"
#define XML_LIBRARY "libxml2.so.2"
#define ZIP_LIBRARY "libzip.so.4"

LATE(CURL_LIBRARY, CURLcode, curl_global_init, (long flags), (flags))
LATE(CURL_LIBRARY, CURL *, curl_easy_init, (void), ())
LATE(CURL_LIBRARY, CURLcode, curl_easy_perform, (CURL * curl), (curl))
LATE(CURL_LIBRARY, void, curl_easy_reset, (CURL * curl), (curl))
LATE(CURL_LIBRARY, void, curl_easy_cleanup, (CURL * curl), (curl))
LATE(CURL_LIBRARY, const char *, curl_easy_strerror, (CURLcode code), (code))
LATE(CURL_LIBRARY, struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *text), (list, text))
LATE(CURL_LIBRARY, void, curl_slist_free_all, (struct curl_slist * list), (list))

/* Both take one more argument, a long or a pointer, which are passed alike where Parley runs. */
OWN CURLcode curl_easy_setopt(CURL *curl, CURLoption option, ...) {
  FIND(CURL_LIBRARY, curl_easy_setopt)
  va_list rest;
  va_start(rest, option);
  void *value = va_arg(rest, void *);
  va_end(rest);
  return call(curl, option, value);
}

OWN CURLcode curl_easy_getinfo(CURL *curl, CURLINFO info, ...) {
  FIND(CURL_LIBRARY, curl_easy_getinfo)
  va_list rest;
  va_start(rest, info);
  void *place = va_arg(rest, void *);
  va_end(rest);
  return call(curl, info, place);
}

LATE(
    XML_LIBRARY, xmlTextReaderPtr, xmlReaderForIO,
    (xmlInputReadCallback read, xmlInputCloseCallback close, void *context, const char *url,
     const char *encoding, int options),
    (read, close, context, url, encoding, options))
LATE(
    XML_LIBRARY, void, xmlSetStructuredErrorFunc, (void *context, xmlStructuredErrorFunc told), (context, told))
LATE(XML_LIBRARY, void, xmlFreeTextReader, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, int, xmlTextReaderRead, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, int, xmlTextReaderNodeType, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, int, xmlTextReaderIsEmptyElement, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, const xmlChar *, xmlTextReaderConstValue, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, const xmlChar *, xmlTextReaderConstLocalName, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, int, xmlTextReaderMoveToFirstAttribute, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, int, xmlTextReaderMoveToNextAttribute, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, int, xmlTextReaderMoveToElement, (xmlTextReaderPtr reader), (reader))
LATE(XML_LIBRARY, int, xmlTextReaderGetParserLineNumber, (xmlTextReaderPtr reader), (reader))
LATE(
    XML_LIBRARY, htmlDocPtr, htmlReadMemory,
    (const char *bytes, int count, const char *url, const char *encoding, int options),
    (bytes, count, url, encoding, options))
LATE(XML_LIBRARY, void, xmlFreeDoc, (xmlDocPtr document), (document))
LATE(XML_LIBRARY, long, xmlGetLineNo, (const xmlNode *node), (node))

LATE(ZIP_LIBRARY, zip_t *, zip_open, (const char *path, int flags, int *code), (path, flags, code))
LATE(ZIP_LIBRARY, void, zip_discard, (zip_t * archive), (archive))
LATE(ZIP_LIBRARY, zip_int64_t, zip_get_num_entries, (zip_t * archive, zip_flags_t flags), (archive, flags))
LATE(
    ZIP_LIBRARY, zip_int64_t, zip_name_locate, (zip_t * archive, const char *name, zip_flags_t flags),
    (archive, name, flags))
LATE(
    ZIP_LIBRARY, zip_file_t *, zip_fopen_index, (zip_t * archive, zip_uint64_t index, zip_flags_t flags),
    (archive, index, flags))
LATE(ZIP_LIBRARY, int, zip_fclose, (zip_file_t * file), (file))
LATE(ZIP_LIBRARY, zip_int64_t, zip_fread, (zip_file_t * file, void *bytes, zip_uint64_t count), (file, bytes, count))
