"""Answers LDBC FinBench transaction complex reads 1, 2, 5, 6, 7, 8 in SQL, for comparison.

    answers.py FOLDER < asked.json      one line of JSON: for each question its rows, as text

Amounts are decimals of ten places, identifiers whole numbers: nothing passes through a float but
the ratio of read 7.
"""

import json
import sys

import duckdb

FOLDER = sys.argv[1]
db = duckdb.connect()
AMOUNT = "cast(amount as decimal(38, 10)) amount"
TIME = "epoch_us(cast(createTime as timestamp)) ts"
EDGE = f"cast(fromId as bigint) f, cast(toId as bigint) t, {AMOUNT}, {TIME}"
TABLES = {
    "transfer": ("AccountTransferAccount", EDGE),
    "withdraw": ("AccountWithdrawAccount", EDGE),
    "deposit": (
        "LoanDepositAccount",
        f"cast(loanId as bigint) loan, cast(accountId as bigint) a, {AMOUNT}, {TIME}",
    ),
    "loan": (
        "Loan",
        "cast(loanId as bigint) loan, cast(loanAmount as decimal(38, 10)) amount, "
        "cast(balance as decimal(38, 10)) balance",
    ),
    "owns": ("PersonOwnAccount", "cast(personId as bigint) p, cast(accountId as bigint) a"),
    "medium": ("Medium", "cast(mediumId as bigint) m, mediumType, isBlocked = 'true' blocked"),
    "signs": (
        "MediumSignInAccount",
        f"cast(mediumId as bigint) m, cast(accountId as bigint) a, {TIME}",
    ),
}
for name, (file, columns) in TABLES.items():
    db.execute(
        f"create table {name} as select row_number() over () n, {columns} from "
        f"read_csv('{FOLDER}/{file}.csv', delim='|', header=true, all_varchar=true)"
    )

STEPS = """with w as (select * from transfer where ts > $from and ts < $until),
    h1 as (select distinct {on} o, 1 d, ts from w where {at} in ({start})),
    h2 as (select distinct w.{on} o, 2 d, w.ts from h1 join w on w.{at} = h1.o and w.ts {than} h1.ts),
    h3 as (select distinct w.{on} o, 3 d, w.ts from h2 join w on w.{at} = h2.o and w.ts {than} h2.ts),
    h as (select o, d from h1 union select o, d from h2 union select o, d from h3)"""

READS = {
    1: STEPS.format(on="t", at="f", than=">", start="$id")
    + """ select distinct o, d, m.m, m.mediumType from h join signs s on s.a = o
        and s.ts > $from and s.ts < $until join medium m on m.m = s.m and m.blocked
        order by d, o, m.m""",
    2: STEPS.format(on="f", at="t", than="<", start="select a from owns where p = $id")
    + """ , lent as (select distinct o, x.loan from (select distinct o from h) join deposit x
        on x.a = o and x.ts > $from and x.ts < $until)
        select o, round(sum(amount), 3), round(sum(balance), 3) from lent join loan using (loan)
        group by o order by sum(amount) desc, o""",
    5: """with w as (select * from transfer where ts > $from and ts < $until),
        p1 as (select distinct f a, t b, ts from w
            where f in (select a from owns where p = $id) and t <> f),
        p2 as (select distinct a, b, w.t c, w.ts from p1 join w on w.f = b and w.ts > p1.ts
            where w.t not in (a, b)),
        p3 as (select distinct a, b, c, w.t d from p2 join w on w.f = c and w.ts > p2.ts
            where w.t not in (a, b, c))
        select * from (select distinct a, b, null::bigint c, null::bigint d from p1
            union select distinct a, b, c, null from p2 union select * from p3)
        order by a, b, c nulls first, d nulls first""",
    6: """with x as (select f mid, sum(amount) s2 from withdraw where t = $id and f <> t
            and ts > $from and ts < $until and amount > $threshold2 group by f),
        i as (select t mid, sum(amount) s1, count(*) n from transfer where f <> t
            and ts > $from and ts < $until and amount > $threshold1 group by t)
        select mid, round(s1, 3), round(s2, 3) from x join i using (mid) where n > 3
        order by s2 desc, mid""",
    7: """with i as (select count(distinct f) n, sum(amount) s from transfer
            where t = $id and ts > $from and ts < $until and amount > $threshold1),
        o as (select count(distinct t) n, sum(amount) s from transfer
            where f = $id and ts > $from and ts < $until and amount > $threshold1)
        select i.n, o.n, case when o.n = 0 then '-1.000'
            else printf('%.3f', coalesce(i.s, 0)::double / o.s::double) end from i, o""",
    8: """with e as (select f, t, amount, n from transfer where ts > $from and ts < $until
            union all select f, t, amount, -n from withdraw where ts > $from and ts < $until),
        up as (select t a, sum(amount) up from transfer where ts > $from and ts < $until group by t),
        l0 as (select a, sum(amount) up from deposit
            where loan = $id and ts > $from and ts < $until group by a),
        q1 as (select e.* from e join l0 on e.f = l0.a where e.amount * 1000 > $permille * l0.up),
        n1 as (select distinct t a from q1 where t not in (select a from l0)),
        q2 as (select e.* from e join n1 on e.f = n1.a left join up on up.a = n1.a
            where e.amount * 1000 > $permille * coalesce(up, 0)),
        n2 as (select distinct t a from q2 where t not in (select a from l0)
            and t not in (select a from n1)),
        q3 as (select e.* from e join n2 on e.f = n2.a left join up on up.a = n2.a
            where e.amount * 1000 > $permille * coalesce(up, 0)),
        q as (select *, 2 d from q1 union all select *, 3 d from q2 union all select *, 4 d from q3)
        select t, printf('%.3f', sum(q.amount)::double
                / (select amount from loan where loan = $id)::double) ratio, min(d) d
        from q where t not in (select a from l0) group by t order by min(d) desc, sum(q.amount) desc, t""",
}

answers = []
for asked in json.load(sys.stdin):
    given = {"from": asked["from"], "until": asked["until"], "id": int(asked["id"])}
    given |= {k: asked[k] for k in ("permille",)}
    # Whole units of money.
    given |= {k: asked[k] for k in ("threshold1", "threshold2")}
    read = READS[asked["read"]]
    rows = db.execute(read, {k: v for k, v in given.items() if f"${k}" in read}).fetchall()
    answers.append(["|".join("" if cell is None else str(cell) for cell in row) for row in rows])
print(json.dumps(answers))
