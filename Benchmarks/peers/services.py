"""The peer of Benchmarks/services.py: two reads of the same tables by FastAPI and psycopg, as a good service in Python is
written: an asynchronous pool, prepared statements, orjson.

Environment: PEER_DATABASE, a connection string; PEER_RUN and PEER_POSITIONS, the numbers of the partitions.
"""
import contextlib
import os

import fastapi
import orjson
import psycopg_pool

RUN = int(os.environ["PEER_RUN"])
POSITIONS = int(os.environ["PEER_POSITIONS"])
NODES = f"""
SELECT node, product_type, currency, is_reporting_total, measure_no, factor, "values", position_count, gap_count
FROM node_result WHERE run_no = {RUN} AND (node = %s OR node ^@ %s) AND is_reporting_total AND measure_no = 1
ORDER BY node, product_type, currency, is_reporting_total, measure_no, factor LIMIT %s
"""
PAGE = f"""
SELECT v.position_number, p.position_id, p.portfolio_id, i.instrument_id, p.product_type, i.currency, v.measure_no,
  v.factor, v."values"[1]
FROM (SELECT * FROM valuation_result_{RUN} WHERE (position_number, measure_no, factor) > (%s, 1, '') AND measure_no = 1
      ORDER BY position_number, measure_no, factor LIMIT %s) v
JOIN position_{POSITIONS} p ON p.position_snapshot_no = {POSITIONS} AND p.position_number = v.position_number
JOIN instrument i USING (instrument_no)
ORDER BY v.position_number
"""


@contextlib.asynccontextmanager
async def lifespan(app):
    async with psycopg_pool.AsyncConnectionPool(os.environ["PEER_DATABASE"], min_size=6, max_size=6) as pool:
        app.state.pool = pool
        yield


app = fastapi.FastAPI(lifespan=lifespan)


async def rows(statement, parameters):
    async with app.state.pool.connection() as connection:
        cursor = await connection.execute(statement, parameters, prepare=True)
        return await cursor.fetchall()


@app.get("/nodes")
async def nodes(node: str, limit: int = 50):
    found = await rows(NODES, (node, node + "/", limit))
    return fastapi.Response(orjson.dumps({"items": found}), media_type="application/json")


@app.get("/page")
async def page(after: int, limit: int = 50):
    found = await rows(PAGE, (after, limit))
    return fastapi.Response(orjson.dumps({"items": found}), media_type="application/json")
