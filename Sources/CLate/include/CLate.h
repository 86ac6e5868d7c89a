#pragma once

/* libcurl, libxml2 and libzip, loaded when one of their functions is first called.
 *
 * Only imports of spreadsheets and web pages, and calls of the store's own servers, need them; linked as usual, they and
 * what they bring (TLS twice, Kerberos, LDAP, ICU) would be mapped and relocated at every start. The functions that
 * Parley calls are defined in CLate.c under their own names and with their own headers, so that who calls them need not
 * know; one that is not defined there is an undefined symbol when Parley is linked.
 *
 * A library or function that is missing ends the program with status 3 and its name. */
