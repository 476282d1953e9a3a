// HUB-1 in C++17, path form: a person's stages contend for nothing, so each is sampled to the end in one
// go, and only people who ask for a place meet in a list of events. Written from the statement of the
// model; `figures.h` is made from figures.py. With -DZIGGURAT, times come from ziggurats of 256 layers.
//
//   path SCALE YEARS REPLICATIONS FIRST_SEED THREADS
// prints a JSON line for each replication, then one with the seconds in all and the peak memory.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <queue>
#include <string>
#include <thread>
#include <vector>

#include "figures.h"

static constexpr int HUB_COUNT = sizeof(HUB_PLACES) / sizeof(HUB_PLACES[0]);
static constexpr double UNIT = 1.0 / 9007199254740992.0;

static inline uint64_t scramble(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}

// SplitMix64, one stream a person, so that nobody's luck depends on the order of events.
struct Luck {
    uint64_t state;
    static Luck of(uint64_t seed, uint64_t who) {
        return {scramble(scramble(seed * 0x9E3779B97F4A7C15ull + 1) + who * 0x9E3779B97F4A7C15ull)};
    }
    uint64_t bits() { return scramble(state += 0x9E3779B97F4A7C15ull); }
    double uniform() { return ((bits() >> 11) + 0.5) * UNIT; }
    bool chance(double share) { return uniform() < share; }
    double normal();
    double unit_exponential();
    double after(double mean) { return mean * unit_exponential(); }
    double time(const double (&law)[2]) { return law[0] * std::exp(law[1] * normal()); }
};

#ifdef ZIGGURAT
struct Layers {
    double edge[257], height[257], step[256];
    template <class Density, class Inverse>
    Layers(double begins, double area, Density density, Inverse inverse) {
        edge[0] = area / density(begins);
        edge[1] = begins;
        for (int i = 2; i < 256; i++) edge[i] = inverse(density(edge[i - 1]) + area / edge[i - 1]);
        edge[256] = 0.0;
        for (int i = 0; i < 257; i++) height[i] = density(edge[i]);
        for (int i = 0; i < 256; i++) step[i] = edge[i] * UNIT;
    }
};
static const Layers EXPONENTIAL(7.69711747013104972, 3.9496598225815571993e-3,
    [](double x) { return std::exp(-x); }, [](double y) { return -std::log(y); });
static const Layers NORMAL(3.6541528853610088, 4.92867323399e-3,
    [](double x) { return std::exp(-0.5 * x * x); }, [](double y) { return std::sqrt(-2.0 * std::log(y)); });

double Luck::unit_exponential() {
    for (double past = 0.0;;) {
        uint64_t b = bits();
        int i = b & 255;
        double x = ((b >> 11) + 0.5) * EXPONENTIAL.step[i];
        if (x < EXPONENTIAL.edge[i + 1]) return past + x;
        if (i == 0) { past += EXPONENTIAL.edge[1]; continue; }
        double low = EXPONENTIAL.height[i];
        if (low + uniform() * (EXPONENTIAL.height[i + 1] - low) < std::exp(-x)) return past + x;
    }
}

double Luck::normal() {
    for (;;) {
        uint64_t b = bits();
        int i = b & 255;
        double x = ((int64_t(b) >> 10) + 0.5) * NORMAL.step[i];
        if (std::fabs(x) < NORMAL.edge[i + 1]) return x;
        if (i == 0) {
            double step;
            do step = -std::log(uniform()) / NORMAL.edge[1];
            while (-2.0 * std::log(uniform()) <= step * step);
            return std::copysign(NORMAL.edge[1] + step, x);
        }
        double low = NORMAL.height[i];
        if (low + uniform() * (NORMAL.height[i + 1] - low) < std::exp(-0.5 * x * x)) return x;
    }
}
#else
double Luck::unit_exponential() { return -std::log(uniform()); }
double Luck::normal() {  // Box and Muller
    double radius = std::sqrt(-2.0 * std::log(uniform()));
    return radius * std::cos(6.283185307179586 * uniform());
}
#endif

struct Person {
    Luck luck;
    double asked;  // the day on which a hub is asked for, then the day of entry
    double cost;
    uint8_t hubs, hub, end;
    bool gone;
};

struct Event {
    double day;
    uint32_t who;
    bool leaves_hub;
    bool operator<(const Event &other) const { return day > other.day; }
};

struct Run {
    double last, total = 0.0, cost = 0.0, squares = 0.0;
    uint64_t events = 0, left = 0, by_outcome[OUTCOME_COUNT] = {};
    double in_weeks[HUB_COUNT] = {}, queue_weeks[HUB_COUNT] = {};
    int weeks = 0;
    std::vector<double> waits;
    std::vector<Person> asking;

    explicit Run(double last) : last(last) {}

    void spend(Person &p, double from, double until, double a_day) {
        p.cost += a_day * (until - from);
        total += a_day * (std::min(until, last) - from);
    }
    void fee(Person &p, double amount) { p.cost += amount; total += amount; }
    void leave(const Person &p, int outcome) {
        by_outcome[outcome]++;
        left++;
        cost += p.cost;
        squares += p.cost * p.cost;
    }
    // A stage of so many days; false if it is still going on at the end of the run.
    bool stage(Person &p, double &day, double days) {
        double until = day + days;
        spend(p, day, until, STAGE_A_DAY);
        day = until;
        if (until >= last) return false;
        events++;
        return true;
    }
    void live(Luck luck, double day);
    void meet(const int (&places)[HUB_COUNT]);
    void print(uint64_t seed, double seconds, FILE *to);
};

void Run::live(Luck luck, double day) {
    Person p{luck, 0.0, 0.0, 0, 0, 0, false};
    double u = p.luck.uniform();
    int group = 0;
    while (u >= GROUPS_UP_TO[group]) group++;
    bool legal = p.luck.chance(LEGAL_BAR_SHARE), medical = p.luck.chance(MEDICAL_BAR_SHARE);
    for (int claims = 0;; claims++) {
        double ready = p.luck.time(NOTICE), absconds = p.luck.after(NOTICE_ABSCONDS_MEAN);
        double claim = claims < MOST_FRESH_CLAIMS ? p.luck.after(NOTICE_FRESH_CLAIM_MEAN) : INFINITY;
        double days = std::min(ready, std::min(absconds, claim));
        if (!stage(p, day, days)) return;
        if (days == absconds) return leave(p, ABSCONDED_BEFORE);
        if (days == ready) break;
        fee(p, FRESH_CLAIM_FEE);
        if (!stage(p, day, p.luck.time(FRESH_CLAIM))) return;
        if (p.luck.chance(FRESH_CLAIM_GRANTED_SHARE)) return leave(p, GRANTED_FRESH);
    }
    if (p.luck.chance(REVIEW_SHARE)) {
        fee(p, REVIEW_FEE);
        if (!stage(p, day, p.luck.time(REVIEW))) return;
        if (p.luck.chance(REVIEW_WON_SHARE)) return leave(p, GRANTED_REVIEW);
    }
    double ready = p.luck.time(DOCUMENTS), absconds = p.luck.after(DOCUMENTS_ABSCONDS_MEAN);
    double voluntary = p.luck.after(DOCUMENTS_VOLUNTARY_MEAN);
    double days = std::min(std::min(ready, absconds), std::min(voluntary, DOCUMENTS_LIMIT));
    if (!stage(p, day, days)) return;
    if (days != ready) {
        if (days == absconds) return leave(p, ABSCONDED_BEFORE);
        if (days != voluntary) return leave(p, UNDOCUMENTED);
        fee(p, VOLUNTARY_FEE);
        return leave(p, VOLUNTARY_BEFORE);
    }
    if (!stage(p, day, p.luck.time(SELECTION))) return;
    if (legal) return leave(p, BARRED_LEGAL);
    if (medical) return leave(p, BARRED_MEDICAL);
    if (!GROUP_HUBS[group]) return leave(p, NO_HUB);
    p.asked = day;
    p.hubs = uint8_t(GROUP_HUBS[group]);
    asking.push_back(p);
}

void Run::meet(const int (&places)[HUB_COUNT]) {
    std::sort(asking.begin(), asking.end(), [](const Person &a, const Person &b) { return a.asked < b.asked; });
    std::priority_queue<Event> coming;
    std::vector<uint32_t> line[HUB_COUNT];  // in the order of asking; the first `served` are through
    size_t served[HUB_COUNT] = {};
    int inside[HUB_COUNT] = {}, waiting[HUB_COUNT] = {};
    double week = WEEK;
    const int weeks_in_all = int(last / WEEK);

    auto weeks_until = [&](double day) {
        for (; week < day && weeks < weeks_in_all; weeks++, week += WEEK)
            for (int h = 0; h < HUB_COUNT; h++) in_weeks[h] += inside[h], queue_weeks[h] += waiting[h];
    };
    auto enter = [&](uint32_t who, double day) {
        Person &p = asking[who];
        waits.push_back(day - p.asked);
        spend(p, p.asked, day, QUEUE_A_DAY);
        p.asked = day;
        double days = p.luck.time(STAY_RETURNED), other;
        p.end = RETURNED;
        if ((other = p.luck.time(STAY_VOLUNTARY)) < days) days = other, p.end = VOLUNTARY_HUB;
        if ((other = p.luck.after(STAY_ABSCONDS_MEAN)) < days) days = other, p.end = ABSCONDED_HUB;
        if ((other = p.luck.after(STAY_BACK_MEAN)) < days) days = other, p.end = TRANSFERRED_BACK;
        if (STAY_LIMIT < days) days = STAY_LIMIT, p.end = RELEASED;
        spend(p, day, day + days, HUB_A_DAY);
        p.gone = true;
        inside[p.hub]++;
        events++;
        if (day + days < last) coming.push({day + days, who, true});
    };

    for (uint32_t next = 0; next < asking.size() || !coming.empty();) {
        if (next < asking.size() && (coming.empty() || asking[next].asked <= coming.top().day)) {
            Person &p = asking[next];
            weeks_until(p.asked);
            int best = -1;
            double fullest = INFINITY;
            for (int h = 0; h < HUB_COUNT; h++) {
                double full = double(inside[h] + waiting[h]) / places[h];
                if (p.hubs >> h & 1 && full < fullest) best = h, fullest = full;
            }
            p.hub = uint8_t(best);
            if (inside[best] < places[best]) {
                enter(next, p.asked);
            } else {
                line[best].push_back(next);
                waiting[best]++;
                double until = p.asked + p.luck.after(PATIENCE_MEAN);
                if (until < last) coming.push({until, next, false});
            }
            next++;
            continue;
        }
        Event e = coming.top();
        coming.pop();
        Person &p = asking[e.who];
        int h = p.hub;
        if (!e.leaves_hub) {
            if (p.gone) continue;
            weeks_until(e.day);
            p.gone = true;
            waiting[h]--;
            events++;
            spend(p, p.asked, e.day, QUEUE_A_DAY);
            leave(p, LEFT_QUEUE);
            continue;
        }
        weeks_until(e.day);
        inside[h]--;
        events++;
        if (p.end == RETURNED) fee(p, RETURN_FEE);
        if (p.end == VOLUNTARY_HUB) fee(p, VOLUNTARY_FEE);
        if (p.end == TRANSFERRED_BACK) fee(p, BACK_FEE);
        leave(p, p.end);
        while (served[h] < line[h].size() && asking[line[h][served[h]]].gone) served[h]++;
        if (served[h] < line[h].size()) {
            waiting[h]--;
            enter(line[h][served[h]++], e.day);
        }
    }
    weeks_until(INFINITY);
    for (int h = 0; h < HUB_COUNT; h++)
        for (; served[h] < line[h].size(); served[h]++) {
            Person &p = asking[line[h][served[h]]];
            if (!p.gone) spend(p, p.asked, last, QUEUE_A_DAY);
        }
}

void Run::print(uint64_t seed, double seconds, FILE *to) {
    fprintf(to, "{\"seed\": %llu, \"seconds\": %.6f", (unsigned long long)seed, seconds);
    for (int o = 0; o < OUTCOME_COUNT; o++) fprintf(to, ", \"%s\": %llu", OUTCOMES[o], (unsigned long long)by_outcome[o]);
    for (int h = 0; h < HUB_COUNT; h++)
        fprintf(to, ", \"occupied_%d\": %.12g, \"queue_%d\": %.12g", h, in_weeks[h] / weeks, h, queue_weeks[h] / weeks);
    double sum = 0.0, mean = cost / left;
    for (double w : waits) sum += w;
    size_t p95 = size_t(0.95 * (waits.size() - 1));
    std::nth_element(waits.begin(), waits.begin() + p95, waits.end());
    fprintf(to, ", \"wait_mean\": %.12g, \"wait_p95\": %.12g, \"total_cost\": %.17g, \"cost_mean\": %.12g, \"cost_sd\": %.12g",
            sum / waits.size(), waits[p95], total, mean, std::sqrt(squares / left - mean * mean));
    fprintf(to, ", \"entered\": %zu, \"events\": %llu}\n", waits.size(), (unsigned long long)events);
}

static double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

static long peak_kb() {  // 0 where the system does not say
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "VmHWM:") return status >> word ? std::atol(word.c_str()) : 0;
    return 0;
}

static std::string simulate(double scale, double years, uint64_t seed) {
    double began = now();
    int places[HUB_COUNT];
    for (int h = 0; h < HUB_COUNT; h++) places[h] = int(HUB_PLACES[h] * scale + 0.5);
    Run run(years * YEAR);
    Luck arrivals = Luck::of(seed, 0);
    const double gap = YEAR / (ARRIVALS_A_YEAR * scale);
    uint64_t who = 0;
    for (double day = arrivals.after(gap); day < run.last; day += arrivals.after(gap)) {
        run.events++;
        run.live(Luck::of(seed, ++who), day);
    }
    run.meet(places);
    double seconds = now() - began;
    char *text = nullptr;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    run.print(seed, seconds, to);
    fclose(to);
    std::string line(text, size);
    free(text);
    return line;
}

int main(int count, char **given) {
    if (count != 6) return fprintf(stderr, "usage: path SCALE YEARS REPLICATIONS FIRST_SEED THREADS\n"), 2;
    const double scale = atof(given[1]), years = atof(given[2]);
    const int replications = atoi(given[3]), threads = atoi(given[5]);
    const uint64_t first = strtoull(given[4], nullptr, 10);
    std::vector<std::string> lines(replications);
    std::atomic<int> next{0};
    double began = now();
    auto work = [&] {
        for (int r; (r = next++) < replications;) lines[r] = simulate(scale, years, first + r);
    };
    std::vector<std::thread> others;
    for (int t = 1; t < threads; t++) others.emplace_back(work);
    work();
    for (auto &other : others) other.join();
    for (const auto &line : lines) fputs(line.c_str(), stdout);
    printf("{\"seconds\": %.6f, \"peak_mb\": %.1f}\n", now() - began, peak_kb() / 1024.0);
}
