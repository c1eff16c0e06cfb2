// Admission: a token bucket. Requests spend tokens, time puts them back, and who goes on asking while it is empty is a flood.
#ifndef WAYMARK_ADMISSION_H
#define WAYMARK_ADMISSION_H

#include <stdint.h>

#define ADMISSION_REFUSALS_MAX 100 // in a row; the next one closes the connection

struct bucket {
	int64_t filled_us;    // when it was last looked at
	uint32_t thousandths; // of a token
	uint32_t refusals;    // in a row
};

enum admission { ADMISSION_GRANTED, ADMISSION_REFUSED, ADMISSION_FLOOD };

// A full bucket.
void bucket_fill(struct bucket *bucket, uint32_t burst, int64_t now_us);
// Spends so many tokens, at least 1; a full bucket is enough for any number. REFUSED: *wait_ms, at least 1, says when there will
// be as many. FLOOD: refused too often in a row.
enum admission bucket_spend(
	struct bucket *bucket, uint32_t tokens, uint32_t per_s, uint32_t burst, int64_t now_us, int64_t *wait_ms);

#endif
