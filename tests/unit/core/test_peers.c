// Peers: connecting again gives no new tokens, an address has so many connections, and no memory grows.
#include "world.h"

#define HALL 17
#define ELSEWHERE 18

static struct world world;

static void begin_with(const struct core_limits *limits)
{
	world_end(&world);
	world_begin(&world, limits);
}

// Two early requests at once from one address, one a second over time.
static struct core_limits tight(void)
{
	struct core_limits limits = world_limits();
	limits.peer_early_requests_burst = 2;
	limits.peer_early_requests_per_s = 1;
	return limits;
}

static void begin(void)
{
	struct core_limits limits = tight();
	world_begin(&world, &limits);
}

static void end(void)
{
	world_end(&world);
}

// A new connection from there says hello, and goes. True if it was heard.
static bool visit(uint64_t peer)
{
	int number = world_open_from(&world, peer, "");
	bool asked = strcmp(world_hello(&world, number, "secret"), "ask session.hello") == 0;
	if (asked)
		world_refuse(&world, OUTCOME_UNAUTHENTICATED);
	world_close(&world, number);
	return asked;
}

START_TEST(test_connecting_again_gives_no_new_tokens)
{
	ck_assert(visit(HALL));
	ck_assert(visit(HALL));
	ck_assert(!visit(HALL));
	ck_assert(visit(ELSEWHERE));
	world_pass(&world, SECOND);
	ck_assert(visit(HALL));
	ck_assert(!visit(HALL));
}
END_TEST

START_TEST(test_the_refusal_says_when_to_come_back)
{
	visit(HALL);
	visit(HALL);
	int ann = world_open_from(&world, HALL, "");
	world_hello(&world, ann, "secret");
	world_drain(&world, ann);
	ck_assert_ptr_nonnull(strstr(world.heard, "rate_limited"));
}
END_TEST

START_TEST(test_no_address_in_particular_has_no_limits)
{
	struct core_limits limits = tight();
	limits.connections_per_peer_max = 1;
	begin_with(&limits);
	for (int i = 0; i < 10; i++)
		ck_assert(visit(0));
	ck_assert_int_ne(world_open(&world, ""), 0);
	ck_assert_int_ne(world_open(&world, ""), 0);
}
END_TEST

START_TEST(test_who_is_known_spends_only_their_own_tokens)
{
	int ann = world_open_from(&world, HALL, "");
	world_hello(&world, ann, "token");
	world_greet(&world, 7);
	while (visit(HALL))
		continue;
	ck_did(world_post(&world, ann, 5, "hello"), "ask channel.post");
}
END_TEST

START_TEST(test_a_neighbours_flood_closes_nobody_else)
{
	int ann = world_open_from(&world, HALL, "");
	for (int i = 0; i < 150; i++)
		visit(HALL);
	world_hello(&world, ann, "token");
	world_drain(&world, ann);
	ck_assert_ptr_nonnull(strstr(world.heard, "rate_limited"));
	world_pass(&world, SECOND);
	ck_did(world_hello(&world, ann, "token"), "ask session.hello");
}
END_TEST

START_TEST(test_an_address_has_so_many_connections)
{
	struct core_limits limits = tight();
	limits.connections_per_peer_max = 2;
	begin_with(&limits);
	int ann = world_open_from(&world, HALL, "");
	ck_assert_int_ne(world_open_from(&world, HALL, ""), 0);
	ck_assert_int_eq(world_open_from(&world, HALL, ""), 0);
	ck_did(world.effects, "log connection_refused");
	ck_assert_int_ne(world_open_from(&world, ELSEWHERE, ""), 0);
	world_close(&world, ann);
	ck_assert_int_ne(world_open_from(&world, HALL, ""), 0);
	ck_assert_uint_eq(core_figures(world.core).connections, 3);
}
END_TEST

START_TEST(test_zero_is_no_limit)
{
	struct core_limits limits = tight();
	limits.connections_per_peer_max = 0;
	begin_with(&limits);
	for (int i = 0; i < 300; i++)
		ck_assert_int_ne(world_open_from(&world, HALL, ""), 0);
}
END_TEST

START_TEST(test_the_address_left_first_is_forgotten_first)
{
	struct core_limits limits = tight();
	limits.connections_max = 2;
	limits.peers_max = 2;
	begin_with(&limits);
	int stays = world_open_from(&world, HALL, "");
	world_hello(&world, stays, "token");
	world_refuse(&world, OUTCOME_UNAUTHENTICATED);
	for (uint64_t peer = 100; peer < 103; peer++)
		while (visit(peer))
			continue;
	ck_assert(!visit(101)); // remembered: there is room for three that were left, and one that is here
	ck_assert(visit(103));  // makes 100, left longest ago, forgotten
	ck_assert(!visit(101));
	ck_assert(visit(100));
	ck_assert(visit(HALL)); // who is here is never forgotten: one of two tokens was left
	ck_assert(!visit(HALL));
}
END_TEST

Suite *suite_peers(void)
{
	Suite *suite = suite_create("peers");
	TCase *tests = tcase_create("peers");
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, test_connecting_again_gives_no_new_tokens);
	tcase_add_test(tests, test_the_refusal_says_when_to_come_back);
	tcase_add_test(tests, test_no_address_in_particular_has_no_limits);
	tcase_add_test(tests, test_who_is_known_spends_only_their_own_tokens);
	tcase_add_test(tests, test_a_neighbours_flood_closes_nobody_else);
	tcase_add_test(tests, test_an_address_has_so_many_connections);
	tcase_add_test(tests, test_zero_is_no_limit);
	tcase_add_test(tests, test_the_address_left_first_is_forgotten_first);
	suite_add_tcase(suite, tests);
	return suite;
}
