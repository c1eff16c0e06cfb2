// Admission: the bucket counts thousandths of a token, so that low rates lose nothing to rounding.
#include "daemon/core/admission.h"

#include "daemon/base/check.h"

#define TOKEN 1000u

void bucket_fill(struct bucket *bucket, uint32_t burst, int64_t now_us)
{
	CHECK(burst <= UINT32_MAX / TOKEN);
	*bucket = (struct bucket){ .filled_us = now_us, .thousandths = burst * TOKEN };
}

enum admission bucket_spend(
	struct bucket *bucket, uint32_t tokens, uint32_t per_s, uint32_t burst, int64_t now_us, int64_t *wait_ms)
{
	CHECK(tokens > 0 && per_s > 0 && burst > 0);
	CHECK(now_us >= bucket->filled_us);
	uint64_t full = (uint64_t)burst * TOKEN;
	uint32_t price = (tokens < burst ? tokens : burst) * TOKEN;
	uint64_t gained = (uint64_t)(now_us - bucket->filled_us) / 1000 * per_s; // thousandths: per_s a millisecond
	if (gained > 0) {
		uint64_t sum = bucket->thousandths + gained;
		bucket->thousandths = (uint32_t)(sum < full ? sum : full);
		bucket->filled_us += (now_us - bucket->filled_us) / 1000 * 1000;
	}
	if (bucket->thousandths >= price) {
		bucket->thousandths -= price;
		bucket->refusals = 0;
		return ADMISSION_GRANTED;
	}
	*wait_ms = (int64_t)((price - bucket->thousandths + per_s - 1) / per_s);
	return ++bucket->refusals > ADMISSION_REFUSALS_MAX ? ADMISSION_FLOOD : ADMISSION_REFUSED;
}
