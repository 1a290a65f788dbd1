// Written by Tools/openapi/embed.py from docs/openapi.json; edit that file instead.
// swift-format-ignore-file

/// The description of every operation of every service, OpenAPI 3.1.
public enum OpenAPIDocument {
  /// `docs/openapi.json`, byte for byte.
  public static let text = ##"""
{
  "openapi": "3.1.0",
  "info": {
    "title": "Tenor",
    "version": "1",
    "summary": "Institutional fixed-income portfolio analytics.",
    "description": "Positions and market data are frozen as snapshots, runs value them under scenarios, and results are read in pages.\n\nOne document for all services. Alone, each listens on its own port: marketdata 8001, runs 8002, results 8003; together they share one. There is no authentication yet, so services listen on the loopback address unless told otherwise.\n\nNumbers are JSON numbers that read back to the same IEEE 754 double. Rates are decimals, prices per 100 of face, spreads in basis points where so named. Every cell is a number or a reason. Errors are problem details (RFC 9457) that name the field and the fix: 400 for a request that does not have the form described here, 422 for one that has it but cannot be used. Unknown parameters and fields are refused.",
    "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"}
  },
  "servers": [{"url": "/", "description": "The server this document came from."}],
  "security": [],
  "tags": [
    {"name": "marketdata", "description": "Market snapshots, instruments and position snapshots; port 8001."},
    {"name": "runs", "description": "Runs and their tasks; port 8002."},
    {"name": "results", "description": "What runs have computed; port 8003."},
    {"name": "operations", "description": "For those who operate a service; on every port."}
  ],
  "paths": {
    "/v1/marketdata/snapshots": {
      "post": {
        "operationId": "createMarketSnapshot",
        "tags": ["marketdata"],
        "summary": "Store a market snapshot",
        "description": "The document is checked as a whole and every curve is built before it is stored under the SHA-256 of its canonical JSON.",
        "requestBody": {
          "required": true,
          "description": "At most 16 MiB.",
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/MarketSnapshot"},
              "example": {
                "schema_version": 1,
                "valuation_date": "2023-03-31",
                "source": "US Treasury; ECB",
                "built_at": "2023-03-31T21:00:00Z",
                "adjustments": [],
                "curves": [
                  {
                    "id": "EUR.AAA",
                    "currency": "EUR",
                    "kind": {"zero": "continuous"},
                    "interpolation": "linear_zero",
                    "points": [{"tenor": "1Y", "rate": 0.0281}, {"tenor": "10Y", "rate": 0.0229}],
                    "source": "ECB euro area yield curve, AAA"
                  },
                  {
                    "id": "USD.TREASURY",
                    "currency": "USD",
                    "kind": {"par": 2},
                    "interpolation": "monotone_cubic_discount",
                    "points": [
                      {"tenor": "3M", "rate": 0.0485},
                      {"tenor": "1Y", "rate": 0.0464},
                      {"tenor": "10Y", "rate": 0.0348}
                    ],
                    "source": "US Treasury par yield curve"
                  }
                ],
                "spread_curves": [
                  {
                    "id": "USD.CORPORATE",
                    "currency": "USD",
                    "points": [{"tenor": "5Y", "basis_points": 0}],
                    "source": "level is in each bond's own spread"
                  }
                ],
                "discount_curves": {"EUR": "EUR.AAA", "USD": "USD.TREASURY"},
                "fx_rates": {"USD": 1.0875},
                "fx_base": "EUR"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Stored.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/MarketSnapshotRecord"},
                "example": {
                  "snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "valuation_date": "2023-03-31",
                  "source": "US Treasury; ECB",
                  "created_at": "2023-04-01T05:59:00.000Z"
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "200": {
            "description": "The same content is stored already.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/MarketSnapshotRecord"},
                "example": {
                  "snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "valuation_date": "2023-03-31",
                  "source": "US Treasury; ECB",
                  "created_at": "2023-04-01T05:59:00.000Z"
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      },
      "get": {
        "operationId": "listMarketSnapshots",
        "tags": ["marketdata"],
        "summary": "List market snapshots, newest first",
        "parameters": [{"$ref": "#/components/parameters/Limit"}, {"$ref": "#/components/parameters/Cursor"}],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/MarketSnapshotPage"},
                "example": {
                  "items": [
                    {
                      "snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                      "valuation_date": "2023-03-31",
                      "source": "US Treasury; ECB",
                      "created_at": "2023-04-01T05:59:00.000Z"
                    }
                  ],
                  "next_cursor": "WyIzZjJhIiwiMTIiXQ"
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/marketdata/snapshots/{snapshot_id}": {
      "get": {
        "operationId": "getMarketSnapshot",
        "tags": ["marketdata"],
        "summary": "Read a market snapshot as stored",
        "parameters": [{"$ref": "#/components/parameters/SnapshotID"}],
        "responses": {
          "200": {
            "description": "The document, byte for byte as it is hashed.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/MarketSnapshot"},
                "example": {
                  "schema_version": 1,
                  "valuation_date": "2023-03-31",
                  "source": "US Treasury; ECB",
                  "built_at": "2023-03-31T21:00:00Z",
                  "adjustments": [],
                  "curves": [
                    {
                      "id": "EUR.AAA",
                      "currency": "EUR",
                      "kind": {"zero": "continuous"},
                      "interpolation": "linear_zero",
                      "points": [{"tenor": "1Y", "rate": 0.0281}, {"tenor": "10Y", "rate": 0.0229}],
                      "source": "ECB euro area yield curve, AAA"
                    },
                    {
                      "id": "USD.TREASURY",
                      "currency": "USD",
                      "kind": {"par": 2},
                      "interpolation": "monotone_cubic_discount",
                      "points": [
                        {"tenor": "3M", "rate": 0.0485},
                        {"tenor": "1Y", "rate": 0.0464},
                        {"tenor": "10Y", "rate": 0.0348}
                      ],
                      "source": "US Treasury par yield curve"
                    }
                  ],
                  "spread_curves": [
                    {
                      "id": "USD.CORPORATE",
                      "currency": "USD",
                      "points": [{"tenor": "5Y", "basis_points": 0}],
                      "source": "level is in each bond's own spread"
                    }
                  ],
                  "discount_curves": {"EUR": "EUR.AAA", "USD": "USD.TREASURY"},
                  "fx_rates": {"USD": 1.0875},
                  "fx_base": "EUR"
                }
              }
            },
            "headers": {
              "ETag": {
                "description": "Strong validator; send it in If-None-Match to get 304 while nothing has changed.",
                "schema": {"type": "string", "pattern": "^\"[!#-~]+\"$"}
              }
            }
          },
          "304": {"description": "The client has it."},
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/marketdata/snapshots/{snapshot_id}/curves/{curve_id}": {
      "get": {
        "operationId": "getCurve",
        "tags": ["marketdata"],
        "summary": "Read zero rates and discount factors of a curve",
        "parameters": [
          {"$ref": "#/components/parameters/SnapshotID"},
          {
            "name": "curve_id",
            "in": "path",
            "required": true,
            "description": "Id of a curve of the snapshot.",
            "schema": {"type": "string", "minLength": 1, "pattern": "^[^\\u0000-\\u001F\\u007F]+$"},
            "example": "EUR.AAA"
          },
          {
            "name": "tenors",
            "in": "query",
            "description": "Up to 200 tenors of up to 100Y between commas; the curve's own pillars where absent.",
            "schema": {
              "type": "array",
              "items": {"$ref": "#/components/schemas/Tenor"},
              "minItems": 1,
              "maxItems": 200
            },
            "style": "form",
            "explode": false,
            "example": ["3M", "1Y", "10Y"]
          }
        ],
        "responses": {
          "200": {
            "description": "The curve.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/BuiltCurve"},
                "example": {
                  "curve_id": "EUR.AAA",
                  "currency": "EUR",
                  "valuation_date": "2023-03-31",
                  "points": [
                    {
                      "tenor": "1Y",
                      "date": "2024-03-31",
                      "years": 1.0027397260273974,
                      "zero_rate": 0.0281,
                      "discount_factor": 0.972218
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/instruments": {
      "post": {
        "operationId": "putInstruments",
        "tags": ["marketdata"],
        "summary": "Store instruments",
        "description": "All rows are stored or, unless partial=true, none.",
        "parameters": [{"$ref": "#/components/parameters/Partial"}],
        "requestBody": {
          "required": true,
          "description": "At most 128 MiB.",
          "content": {
            "application/json": {
              "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Instrument"}},
              "example": [
                {
                  "instrument_id": "US912810TM08",
                  "product_type": "FIXED_BOND",
                  "name": "US Treasury 4% 2042",
                  "currency": "USD",
                  "dated_date": "2022-11-15",
                  "maturity": "2042-11-15",
                  "coupon": 0.04,
                  "convention": "US_TREASURY"
                }
              ]
            }
          }
        },
        "responses": {
          "200": {
            "description": "Stored; a record that differs from the stored one is a new version of it.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/InstrumentImport"},
                "example": {
                  "new_versions": 1,
                  "rows": {"read": 1, "accepted": 1, "rejected": 0, "rejections": []}
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/instruments/{instrument_id}": {
      "get": {
        "operationId": "getInstrument",
        "tags": ["marketdata"],
        "summary": "Read the current version of an instrument",
        "parameters": [
          {
            "name": "instrument_id",
            "in": "path",
            "required": true,
            "schema": {"$ref": "#/components/schemas/Identifier"},
            "example": "US912810TM08"
          }
        ],
        "responses": {
          "200": {
            "description": "The record, defaults written out.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Instrument"},
                "example": {
                  "instrument_id": "US912810TM08",
                  "product_type": "FIXED_BOND",
                  "name": "US Treasury 4% 2042",
                  "currency": "USD",
                  "dated_date": "2022-11-15",
                  "maturity": "2042-11-15",
                  "coupon": 0.04,
                  "convention": "US_TREASURY"
                }
              }
            },
            "headers": {
              "ETag": {
                "description": "Strong validator; send it in If-None-Match to get 304 while nothing has changed.",
                "schema": {"type": "string", "pattern": "^\"[!#-~]+\"$"}
              }
            }
          },
          "304": {"description": "The client has it."},
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/positions/snapshots": {
      "post": {
        "operationId": "createPositionSnapshot",
        "tags": ["marketdata"],
        "summary": "Freeze positions as a snapshot",
        "description": "Positions refer to instruments stored before, in their current version. All rows are stored or, unless partial=true, none. The order of rows does not matter.",
        "parameters": [
          {
            "name": "as_of",
            "in": "query",
            "required": true,
            "description": "The day the positions are held at its end.",
            "schema": {"type": "string", "format": "date"},
            "example": "2023-03-31"
          },
          {
            "name": "source",
            "in": "query",
            "description": "Where the positions come from.",
            "schema": {
              "type": "string",
              "minLength": 1,
              "maxLength": 400,
              "pattern": "^[^\\u0000-\\u001F\\u007F]+$",
              "default": "api"
            }
          },
          {"$ref": "#/components/parameters/Partial"}
        ],
        "requestBody": {
          "required": true,
          "description": "At most 128 MiB.",
          "content": {
            "application/json": {
              "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Position"}},
              "example": [
                {
                  "position_id": "GS-0101",
                  "portfolio": "GS-BOND-FUND/RATES/TREASURY",
                  "instrument_id": "US912810TM08",
                  "quantity": 1000000,
                  "clean_price": 104.25,
                  "reported_value": 1042500
                }
              ]
            }
          }
        },
        "responses": {
          "201": {
            "description": "Stored.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/PositionImport"},
                "example": {
                  "snapshot": {
                    "snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                    "as_of": "2023-03-31",
                    "source": "custodian file",
                    "position_count": 2,
                    "created_at": "2023-04-01T05:59:30.000Z"
                  },
                  "rows": {"read": 2, "accepted": 2, "rejected": 0, "rejections": []}
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "200": {
            "description": "The same positions are stored already.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/PositionImport"},
                "example": {
                  "snapshot": {
                    "snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                    "as_of": "2023-03-31",
                    "source": "custodian file",
                    "position_count": 2,
                    "created_at": "2023-04-01T05:59:30.000Z"
                  },
                  "rows": {"read": 2, "accepted": 2, "rejected": 0, "rejections": []}
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      },
      "get": {
        "operationId": "listPositionSnapshots",
        "tags": ["marketdata"],
        "summary": "List position snapshots, newest first",
        "parameters": [{"$ref": "#/components/parameters/Limit"}, {"$ref": "#/components/parameters/Cursor"}],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/PositionSnapshotPage"},
                "example": {
                  "items": [
                    {
                      "snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                      "as_of": "2023-03-31",
                      "source": "custodian file",
                      "position_count": 2,
                      "created_at": "2023-04-01T05:59:30.000Z"
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/positions/snapshots/{snapshot_id}": {
      "get": {
        "operationId": "getPositionSnapshot",
        "tags": ["marketdata"],
        "summary": "Read about a position snapshot",
        "parameters": [{"$ref": "#/components/parameters/SnapshotID"}],
        "responses": {
          "200": {
            "description": "The snapshot, without its positions.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/PositionSnapshotRecord"},
                "example": {
                  "snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "as_of": "2023-03-31",
                  "source": "custodian file",
                  "position_count": 2,
                  "created_at": "2023-04-01T05:59:30.000Z"
                }
              }
            },
            "headers": {
              "ETag": {
                "description": "Strong validator; send it in If-None-Match to get 304 while nothing has changed.",
                "schema": {"type": "string", "pattern": "^\"[!#-~]+\"$"}
              }
            }
          },
          "304": {"description": "The client has it."},
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs": {
      "post": {
        "operationId": "createRun",
        "tags": ["runs"],
        "summary": "Create a run",
        "description": "Snapshots and scenarios are checked first: every curve is built under every scenario. A run beyond the limits of the service is refused with 422, one for which the database's disk has no room with 507; estimateRun tells beforehand.",
        "parameters": [
          {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A new UUID for each new request. The same key with the same body gives the same run, however often it is sent; with another body it is refused with 422. Kept as long as the run.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            "example": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
          }
        ],
        "requestBody": {
          "required": true,
          "description": "At most 8 MiB.",
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/RunInput"},
              "example": {
                "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                "scenarios": [
                  {
                    "id": "RATES_UP_100BP",
                    "description": "All zero curves up 100 basis points",
                    "shifts": [{"rates": {"shape": {"parallel": {"basis_points": 100}}}}]
                  }
                ],
                "measures": ["PV", "DV01", "KEY_RATE_DV01"],
                "reporting_currency": "USD",
                "created_by": "risk desk"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Stored with its tasks; workers begin on their own.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Run"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "QUEUED",
                  "is_published": false,
                  "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "scenario_ids": ["BASE", "RATES_UP_100BP"],
                  "position_count": 1685,
                  "task_count": 4,
                  "tasks_done": 0,
                  "priority": 0,
                  "is_paused": false,
                  "created_at": "2023-04-01T06:00:00.000Z",
                  "created_by": "risk desk",
                  "started_at": "2023-04-01T06:00:00.120Z",
                  "finished_at": "2023-04-01T06:00:01.950Z"
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "200": {
            "description": "The run that was made before: under this Idempotency-Key or, with unique, of the same request.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Run"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "SUCCEEDED",
                  "is_published": false,
                  "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "scenario_ids": ["BASE", "RATES_UP_100BP"],
                  "position_count": 1685,
                  "task_count": 4,
                  "tasks_done": 4,
                  "priority": 0,
                  "is_paused": false,
                  "created_at": "2023-04-01T06:00:00.000Z",
                  "created_by": "risk desk",
                  "started_at": "2023-04-01T06:00:00.120Z",
                  "finished_at": "2023-04-01T06:00:01.950Z"
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "507": {"$ref": "#/components/responses/NoRoom"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      },
      "get": {
        "operationId": "listRuns",
        "tags": ["runs"],
        "summary": "List runs, newest first",
        "parameters": [{"$ref": "#/components/parameters/Limit"}, {"$ref": "#/components/parameters/Cursor"}],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/RunPage"},
                "example": {
                  "items": [
                    {
                      "run_id": "R20230331-01JZ8K3V5T-7QF2",
                      "state": "SUCCEEDED",
                      "is_published": false,
                      "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                      "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                      "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                      "scenario_ids": ["BASE", "RATES_UP_100BP"],
                      "position_count": 1685,
                      "task_count": 4,
                      "tasks_done": 4,
                      "priority": 0,
                      "is_paused": false,
                      "created_at": "2023-04-01T06:00:00.000Z",
                      "created_by": "risk desk",
                      "started_at": "2023-04-01T06:00:00.120Z",
                      "finished_at": "2023-04-01T06:00:01.950Z"
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/estimate": {
      "post": {
        "operationId": "estimateRun",
        "tags": ["runs"],
        "summary": "Tell what a run would take",
        "description": "Takes the body of createRun and stores nothing. Cells and bytes are close; seconds are about right at best: standard rates, corrected by how long the last five runs took.",
        "parameters": [
          {
            "name": "workers",
            "in": "query",
            "description": "Workers to estimate the time for; the cores of the service's machine where absent.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 10000}
          }
        ],
        "requestBody": {
          "required": true,
          "description": "At most 8 MiB.",
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/RunInput"},
              "example": {
                "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                "scenarios": [
                  {
                    "id": "RATES_UP_100BP",
                    "description": "All zero curves up 100 basis points",
                    "shifts": [{"rates": {"shape": {"parallel": {"basis_points": 100}}}}]
                  }
                ],
                "measures": ["PV", "DV01", "KEY_RATE_DV01"],
                "reporting_currency": "USD",
                "created_by": "risk desk"
              }
            }
          }
        },
        "responses": {
          "200": {
            "description": "What it would take, and what stands in its way.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/RunForecast"},
                "example": {
                  "estimate": {
                    "positions": 100000,
                    "scenarios": 12,
                    "measures": 6,
                    "vectors": 600000,
                    "cells": 7200000,
                    "cash_flows": 0,
                    "tasks": 51,
                    "workers": 2,
                    "seconds": 3.1,
                    "finished_runs": 0,
                    "bytes": {
                      "vectors": 94500000,
                      "vector_key": 18700000,
                      "cash_flows": 0,
                      "roll_ups": 100000,
                      "total": 113300000,
                      "partial_sums": 2200000
                    },
                    "worker_bytes": 41000000
                  },
                  "excesses": [],
                  "warnings": []
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}": {
      "get": {
        "operationId": "getRun",
        "tags": ["runs"],
        "summary": "Read a run and its request",
        "parameters": [{"$ref": "#/components/parameters/RunID"}],
        "responses": {
          "200": {
            "description": "The run.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/RunDetail"},
                "example": {
                  "run": {
                    "run_id": "R20230331-01JZ8K3V5T-7QF2",
                    "state": "SUCCEEDED",
                    "is_published": false,
                    "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                    "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "scenario_ids": ["BASE", "RATES_UP_100BP"],
                    "position_count": 1685,
                    "task_count": 4,
                    "tasks_done": 4,
                    "priority": 0,
                    "is_paused": false,
                    "created_at": "2023-04-01T06:00:00.000Z",
                    "created_by": "risk desk",
                    "started_at": "2023-04-01T06:00:00.120Z",
                    "finished_at": "2023-04-01T06:00:01.950Z"
                  },
                  "request": {
                    "schema_version": 1,
                    "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                    "scenarios": [
                      {"id": "BASE", "description": "The market as it is", "shifts": []},
                      {
                        "id": "RATES_UP_100BP",
                        "description": "All zero curves up 100 basis points",
                        "shifts": [
                          {
                            "rates": {
                              "curves": [],
                              "domain": "zero",
                              "shape": {"parallel": {"basis_points": 100}}
                            }
                          }
                        ]
                      }
                    ],
                    "pricing": {
                      "measures": ["PV", "DV01", "KEY_RATE_DV01"],
                      "reporting_currency": "USD",
                      "key_rate_tenors": ["3M", "1Y", "5Y", "10Y", "30Y"]
                    },
                    "bucket_count": 2,
                    "code_version": "0.1.0",
                    "model_configuration": {}
                  },
                  "warnings": []
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/progress": {
      "get": {
        "operationId": "getRunProgress",
        "tags": ["runs"],
        "summary": "Read how far a run is",
        "parameters": [{"$ref": "#/components/parameters/RunID"}],
        "responses": {
          "200": {
            "description": "The progress.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/RunProgress"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "RUNNING",
                  "is_paused": false,
                  "tasks": {"total": 4, "queued": 1, "running": 1, "succeeded": 2, "failed": 0, "dead": 0},
                  "positions_done": 900,
                  "position_count": 1685,
                  "elapsed_milliseconds": 1400
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/events": {
      "get": {
        "operationId": "streamRunProgress",
        "tags": ["runs"],
        "summary": "Follow the progress of a run",
        "description": "Server-sent events (WHATWG HTML, section 9.2).",
        "parameters": [
          {"$ref": "#/components/parameters/RunID"},
          {
            "name": "Last-Event-ID",
            "in": "header",
            "description": "The id of the last event seen; browsers send it when they reconnect.",
            "schema": {"type": "string"}
          }
        ],
        "responses": {
          "200": {
            "description": "Events of type progress, each with a RunProgress as its data and an id; the stream ends when the run does.",
            "content": {
              "text/event-stream": {
                "schema": {"description": "Each event: id, event progress, data a RunProgress as JSON."},
                "example": "id: RUNNING.1.1.2.0.0.900\nevent: progress\ndata: {\"run_id\":\"R20230331-01JZ8K3V5T-7QF2\",\"state\":\"RUNNING\",\"tasks\":{\"total\":4,\"queued\":1,\"running\":1,\"succeeded\":2,\"failed\":0,\"dead\":0},\"positions_done\":900,\"position_count\":1685,\"elapsed_milliseconds\":1400}\n\n"
              }
            }
          },
          "204": {
            "description": "The run has ended, and Last-Event-ID says that the client has seen the end; it should not come back."
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/tasks": {
      "get": {
        "operationId": "listRunTasks",
        "tags": ["runs"],
        "summary": "List the tasks of a run",
        "parameters": [
          {"$ref": "#/components/parameters/RunID"},
          {
            "name": "state",
            "in": "query",
            "description": "Only tasks in this state.",
            "schema": {"type": "string", "enum": ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "DEAD"]}
          },
          {"$ref": "#/components/parameters/Limit"},
          {"$ref": "#/components/parameters/Cursor"}
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/TaskPage"},
                "example": {
                  "items": [
                    {
                      "task_number": 1,
                      "kind": "PRICE",
                      "product_type": "FIXED_BOND",
                      "bucket": 0,
                      "position_count": 740,
                      "state": "SUCCEEDED",
                      "attempts": 1,
                      "elapsed_milliseconds": 612
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/publish": {
      "post": {
        "operationId": "publishRun",
        "tags": ["runs"],
        "summary": "Freeze a run and its results for good",
        "description": "Only a SUCCEEDED run can be published. The database then refuses every change of it.",
        "parameters": [{"$ref": "#/components/parameters/RunID"}],
        "requestBody": {
          "required": true,
          "description": "Who publishes.",
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/PublishInput"},
              "example": {"published_by": "risk manager"}
            }
          }
        },
        "responses": {
          "200": {
            "description": "Published; publishing again gives the first publication.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Publication"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "published_by": "risk manager",
                  "published_at": "2023-04-01T07:00:00.000Z",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "result_rows": 28645,
                  "cash_flow_rows": 31822,
                  "node_rows": 904
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "410": {"$ref": "#/components/responses/Gone"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/cancel": {
      "post": {
        "operationId": "cancelRun",
        "tags": ["runs"],
        "summary": "Stop a run",
        "parameters": [{"$ref": "#/components/parameters/RunID"}],
        "requestBody": {
          "required": true,
          "description": "An empty object.",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}, "example": {}}}
        },
        "responses": {
          "200": {
            "description": "Cancelled; what it has stored is dropped, and results of workers still at it are refused.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Run"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "CANCELLED",
                  "is_published": false,
                  "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "scenario_ids": ["BASE", "RATES_UP_100BP"],
                  "position_count": 1685,
                  "task_count": 4,
                  "tasks_done": 4,
                  "priority": 0,
                  "is_paused": false,
                  "created_at": "2023-04-01T06:00:00.000Z",
                  "created_by": "risk desk",
                  "started_at": "2023-04-01T06:00:00.120Z",
                  "finished_at": "2023-04-01T06:00:01.950Z"
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/requeue": {
      "post": {
        "operationId": "requeueRun",
        "tags": ["runs"],
        "summary": "Give the dead tasks of a failed run another chance",
        "parameters": [{"$ref": "#/components/parameters/RunID"}],
        "requestBody": {
          "required": true,
          "description": "An empty object.",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}, "example": {}}}
        },
        "responses": {
          "200": {
            "description": "Queued again.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Requeued"},
                "example": {"run_id": "R20230331-01JZ8K3V5T-7QF2", "requeued_tasks": 1}
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/pause": {
      "post": {
        "operationId": "pauseRun",
        "tags": ["runs"],
        "summary": "Let no further task of a run be taken",
        "description": "Tasks in the hands of workers are finished.",
        "parameters": [{"$ref": "#/components/parameters/RunID"}],
        "requestBody": {
          "required": true,
          "description": "An empty object.",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}, "example": {}}}
        },
        "responses": {
          "200": {
            "description": "Paused; pausing again changes nothing.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Run"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "QUEUED",
                  "is_published": false,
                  "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "scenario_ids": ["BASE", "RATES_UP_100BP"],
                  "position_count": 1685,
                  "task_count": 4,
                  "tasks_done": 0,
                  "priority": 0,
                  "is_paused": true,
                  "created_at": "2023-04-01T06:00:00.000Z",
                  "created_by": "risk desk",
                  "started_at": "2023-04-01T06:00:00.120Z",
                  "finished_at": "2023-04-01T06:00:01.950Z"
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/resume": {
      "post": {
        "operationId": "resumeRun",
        "tags": ["runs"],
        "summary": "Let the tasks of a paused run be taken again",
        "parameters": [{"$ref": "#/components/parameters/RunID"}],
        "requestBody": {
          "required": true,
          "description": "An empty object.",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}, "example": {}}}
        },
        "responses": {
          "200": {
            "description": "Resumed; a run that is not paused stays as it is.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Run"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "QUEUED",
                  "is_published": false,
                  "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "scenario_ids": ["BASE", "RATES_UP_100BP"],
                  "position_count": 1685,
                  "task_count": 4,
                  "tasks_done": 0,
                  "priority": 0,
                  "is_paused": false,
                  "created_at": "2023-04-01T06:00:00.000Z",
                  "created_by": "risk desk",
                  "started_at": "2023-04-01T06:00:00.120Z",
                  "finished_at": "2023-04-01T06:00:01.950Z"
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/queueing": {
      "put": {
        "operationId": "setRunQueueing",
        "tags": ["runs"],
        "summary": "Change a run's priority and limit",
        "description": "Both are set. It decides when results come, never what they are; tasks in the hands of workers are finished.",
        "parameters": [{"$ref": "#/components/parameters/RunID"}],
        "requestBody": {
          "required": true,
          "description": "The new values.",
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/Queueing"},
              "example": {"priority": 5, "max_running": 8}
            }
          }
        },
        "responses": {
          "200": {
            "description": "Changed.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Run"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "QUEUED",
                  "is_published": false,
                  "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "scenario_ids": ["BASE", "RATES_UP_100BP"],
                  "position_count": 1685,
                  "task_count": 4,
                  "tasks_done": 0,
                  "priority": 5,
                  "is_paused": false,
                  "created_at": "2023-04-01T06:00:00.000Z",
                  "created_by": "risk desk",
                  "started_at": "2023-04-01T06:00:00.120Z",
                  "finished_at": "2023-04-01T06:00:01.950Z",
                  "max_running": 8
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/schedules": {
      "post": {
        "operationId": "createSchedule",
        "tags": ["runs"],
        "summary": "Have runs made by the clock",
        "description": "The name is the key: the same schedule sent again changes nothing, another one under a name that is taken is refused. Whichever worker or server is up makes the runs, each firing's once.",
        "requestBody": {
          "required": true,
          "description": "At most 8 MiB.",
          "content": {
            "application/json": {
              "schema": {"$ref": "#/components/schemas/ScheduleInput"},
              "example": {
                "name": "nightly",
                "cron": "0 2 * * 1-5",
                "time_zone": "America/New_York",
                "calendars": ["us_nyse"],
                "catch_up": "LAST",
                "run": {"scenario_set": "demo", "measures": ["PV", "DV01"], "reporting_currency": "USD"},
                "created_by": "risk desk"
              }
            }
          }
        },
        "responses": {
          "201": {
            "description": "Stored; it fires from now on.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Schedule"},
                "example": {
                  "name": "nightly",
                  "cron": "0 2 * * 1-5",
                  "time_zone": "America/New_York",
                  "calendars": ["us_nyse"],
                  "catch_up": "LAST",
                  "is_paused": false,
                  "next_firing": "2026-11-23T07:00:00.000Z",
                  "last_firing": "2026-11-20T07:00:00.000Z",
                  "last_outcome": "RUN",
                  "failures": 0,
                  "created_at": "2026-11-02T09:00:00.000Z",
                  "created_by": "risk desk"
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "200": {
            "description": "The same schedule was there already.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Schedule"},
                "example": {
                  "name": "nightly",
                  "cron": "0 2 * * 1-5",
                  "time_zone": "America/New_York",
                  "calendars": ["us_nyse"],
                  "catch_up": "LAST",
                  "is_paused": false,
                  "next_firing": "2026-11-23T07:00:00.000Z",
                  "last_firing": "2026-11-20T07:00:00.000Z",
                  "last_outcome": "RUN",
                  "failures": 0,
                  "created_at": "2026-11-02T09:00:00.000Z",
                  "created_by": "risk desk"
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      },
      "get": {
        "operationId": "listSchedules",
        "tags": ["runs"],
        "summary": "List schedules by name",
        "parameters": [{"$ref": "#/components/parameters/Limit"}, {"$ref": "#/components/parameters/Cursor"}],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/SchedulePage"},
                "example": {
                  "items": [
                    {
                      "name": "nightly",
                      "cron": "0 2 * * 1-5",
                      "time_zone": "America/New_York",
                      "calendars": ["us_nyse"],
                      "catch_up": "LAST",
                      "is_paused": false,
                      "next_firing": "2026-11-23T07:00:00.000Z",
                      "last_firing": "2026-11-20T07:00:00.000Z",
                      "last_outcome": "RUN",
                      "failures": 0,
                      "created_at": "2026-11-02T09:00:00.000Z",
                      "created_by": "risk desk"
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/schedules/{schedule_name}": {
      "get": {
        "operationId": "getSchedule",
        "tags": ["runs"],
        "summary": "Get a schedule with the run it makes",
        "parameters": [{"$ref": "#/components/parameters/ScheduleName"}],
        "responses": {
          "200": {
            "description": "The schedule.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/ScheduleDetail"},
                "example": {
                  "schedule": {
                    "name": "nightly",
                    "cron": "0 2 * * 1-5",
                    "time_zone": "America/New_York",
                    "calendars": ["us_nyse"],
                    "catch_up": "LAST",
                    "is_paused": false,
                    "next_firing": "2026-11-23T07:00:00.000Z",
                    "last_firing": "2026-11-20T07:00:00.000Z",
                    "last_outcome": "RUN",
                    "failures": 0,
                    "created_at": "2026-11-02T09:00:00.000Z",
                    "created_by": "risk desk"
                  },
                  "run": {
                    "schema_version": 1,
                    "scenarios": [{"id": "BASE", "description": "", "shifts": []}],
                    "pricing": {
                      "measures": ["PV", "DV01"],
                      "reporting_currency": "USD",
                      "key_rate_tenors": ["3M", "1Y", "5Y", "10Y", "30Y"]
                    },
                    "priority": 0,
                    "is_unique": false
                  },
                  "next_firings": [
                    "2026-11-23T07:00:00.000Z",
                    "2026-11-24T07:00:00.000Z",
                    "2026-11-25T07:00:00.000Z",
                    "2026-11-27T07:00:00.000Z",
                    "2026-11-30T07:00:00.000Z"
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      },
      "delete": {
        "operationId": "deleteSchedule",
        "tags": ["runs"],
        "summary": "Remove a schedule and the list of its firings",
        "description": "Its runs stay.",
        "parameters": [{"$ref": "#/components/parameters/ScheduleName"}],
        "responses": {
          "204": {"description": "Removed."},
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/schedules/{schedule_name}/firings": {
      "get": {
        "operationId": "listScheduleFirings",
        "tags": ["runs"],
        "summary": "List the firings of a schedule, newest first",
        "parameters": [
          {"$ref": "#/components/parameters/ScheduleName"},
          {"$ref": "#/components/parameters/Limit"},
          {"$ref": "#/components/parameters/Cursor"}
        ],
        "responses": {
          "200": {
            "description": "A page.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/FiringPage"},
                "example": {
                  "items": [
                    {
                      "fire_time": "2026-11-20T07:00:00.000Z",
                      "is_manual": false,
                      "outcome": "RUN",
                      "run_id": "R20230331-01JZ8K3V5T-7QF2"
                    },
                    {
                      "fire_time": "2026-11-19T07:00:00.000Z",
                      "missed_from": "2026-11-17T07:00:00.000Z",
                      "is_manual": false,
                      "outcome": "FAILED",
                      "error": "market_snapshot_id: there is no market snapshot yet; store one first"
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/schedules/{schedule_name}/pause": {
      "post": {
        "operationId": "pauseSchedule",
        "tags": ["runs"],
        "summary": "Let a schedule fire no more until it is resumed",
        "parameters": [{"$ref": "#/components/parameters/ScheduleName"}],
        "requestBody": {
          "required": true,
          "description": "An empty object.",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}, "example": {}}}
        },
        "responses": {
          "200": {
            "description": "Paused; pausing again changes nothing.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Schedule"},
                "example": {
                  "name": "nightly",
                  "cron": "0 2 * * 1-5",
                  "time_zone": "America/New_York",
                  "calendars": ["us_nyse"],
                  "catch_up": "LAST",
                  "is_paused": true,
                  "last_firing": "2026-11-20T07:00:00.000Z",
                  "last_outcome": "RUN",
                  "failures": 0,
                  "created_at": "2026-11-02T09:00:00.000Z",
                  "created_by": "risk desk"
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/schedules/{schedule_name}/resume": {
      "post": {
        "operationId": "resumeSchedule",
        "tags": ["runs"],
        "summary": "Let a paused schedule fire from now on",
        "description": "What it would have fired meanwhile is left out.",
        "parameters": [{"$ref": "#/components/parameters/ScheduleName"}],
        "requestBody": {
          "required": true,
          "description": "An empty object.",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}, "example": {}}}
        },
        "responses": {
          "200": {
            "description": "Resumed; a schedule that is not paused stays as it is.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Schedule"},
                "example": {
                  "name": "nightly",
                  "cron": "0 2 * * 1-5",
                  "time_zone": "America/New_York",
                  "calendars": ["us_nyse"],
                  "catch_up": "LAST",
                  "is_paused": false,
                  "next_firing": "2026-11-23T07:00:00.000Z",
                  "last_firing": "2026-11-20T07:00:00.000Z",
                  "last_outcome": "RUN",
                  "failures": 0,
                  "created_at": "2026-11-02T09:00:00.000Z",
                  "created_by": "risk desk"
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/schedules/{schedule_name}/run": {
      "post": {
        "operationId": "runSchedule",
        "tags": ["runs"],
        "summary": "Make a schedule's run at once",
        "description": "Whenever it fires next, and even when it is paused.",
        "parameters": [
          {"$ref": "#/components/parameters/ScheduleName"},
          {
            "name": "Idempotency-Key",
            "in": "header",
            "description": "A new UUID for each new request. The same key with the same body gives the same run, however often it is sent; with another body it is refused with 422. Kept as long as the run.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
            "example": "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
          }
        ],
        "requestBody": {
          "required": true,
          "description": "An empty object.",
          "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Empty"}, "example": {}}}
        },
        "responses": {
          "201": {
            "description": "Stored with its tasks; workers begin on their own.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Run"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "QUEUED",
                  "is_published": false,
                  "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "scenario_ids": ["BASE", "RATES_UP_100BP"],
                  "position_count": 1685,
                  "task_count": 4,
                  "tasks_done": 0,
                  "priority": 0,
                  "is_paused": false,
                  "created_at": "2023-04-01T06:00:00.000Z",
                  "created_by": "risk desk",
                  "started_at": "2023-04-01T06:00:00.120Z",
                  "finished_at": "2023-04-01T06:00:01.950Z"
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "200": {
            "description": "The run that was made before: under this Idempotency-Key or, of a schedule of unique runs, of the same request.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Run"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "state": "QUEUED",
                  "is_published": false,
                  "market_snapshot_id": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "position_snapshot_id": "sha256:60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752",
                  "request_hash": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                  "scenario_ids": ["BASE", "RATES_UP_100BP"],
                  "position_count": 1685,
                  "task_count": 4,
                  "tasks_done": 0,
                  "priority": 0,
                  "is_paused": false,
                  "created_at": "2023-04-01T06:00:00.000Z",
                  "created_by": "risk desk",
                  "started_at": "2023-04-01T06:00:00.120Z",
                  "finished_at": "2023-04-01T06:00:01.950Z"
                }
              }
            },
            "headers": {
              "Location": {
                "description": "Path of the resource.",
                "schema": {"type": "string", "format": "uri-reference"}
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "403": {"$ref": "#/components/responses/CrossOrigin"},
          "413": {"$ref": "#/components/responses/BodyTooLarge"},
          "415": {"$ref": "#/components/responses/NotJSON"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "409": {"$ref": "#/components/responses/Conflict"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/results": {
      "get": {
        "operationId": "listResults",
        "tags": ["results"],
        "summary": "List results of positions",
        "description": "A run shows all its results once it has SUCCEEDED. Before that the list is empty, and run_state says why.",
        "parameters": [
          {"$ref": "#/components/parameters/RunID"},
          {
            "name": "position_id",
            "in": "query",
            "description": "Only this position.",
            "schema": {"$ref": "#/components/schemas/Identifier"}
          },
          {"$ref": "#/components/parameters/Node"},
          {
            "name": "product_type",
            "in": "query",
            "description": "Only this product family.",
            "schema": {"$ref": "#/components/schemas/ProductType"}
          },
          {"$ref": "#/components/parameters/Measure"},
          {"$ref": "#/components/parameters/Factor"},
          {"$ref": "#/components/parameters/Scenario"},
          {
            "name": "reason",
            "in": "query",
            "description": "Only vectors with a cell that has this reason instead of a number, or any.",
            "schema": {
              "type": "string",
              "enum": [
                "any",
                "not_applicable",
                "unsupported",
                "missing_data",
                "did_not_converge",
                "calculation_failed"
              ]
            }
          },
          {"$ref": "#/components/parameters/Limit"},
          {"$ref": "#/components/parameters/Cursor"}
        ],
        "responses": {
          "200": {
            "description": "A page, in ascending position, measure and factor.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/ResultPage"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "run_state": "SUCCEEDED",
                  "items": [
                    {
                      "position_id": "GS-0101",
                      "portfolio": "GS-BOND-FUND/RATES/TREASURY",
                      "instrument_id": "US912810TM08",
                      "product_type": "FIXED_BOND",
                      "currency": "USD",
                      "measure": "PV",
                      "factor": "",
                      "cells": [
                        {"scenario": "BASE", "value": 1023418.25},
                        {
                          "scenario": "RATES_UP_100BP",
                          "reason": {"code": "missing_data", "detail": "discount curve for KRW"}
                        }
                      ]
                    }
                  ],
                  "next_cursor": "WyIzZjJhIiwiMTIiXQ"
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "410": {"$ref": "#/components/responses/Gone"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/nodes": {
      "get": {
        "operationId": "listNodeResults",
        "tags": ["results"],
        "summary": "List results of portfolio nodes",
        "parameters": [
          {"$ref": "#/components/parameters/RunID"},
          {"$ref": "#/components/parameters/Node"},
          {
            "name": "product_type",
            "in": "query",
            "description": "Only this product family, or ALL for results of all together.",
            "schema": {
              "type": "string",
              "enum": [
                "ALL",
                "FX_FWD",
                "AMORT_LOAN",
                "FIXED_BOND",
                "FLOATING_RATE",
                "CALLABLE_BOND",
                "PUTABLE_BOND",
                "ABS_MBS",
                "STRUCTURED",
                "DERIVATIVES"
              ]
            }
          },
          {
            "name": "currency",
            "in": "query",
            "description": "Only results in this currency.",
            "schema": {"$ref": "#/components/schemas/Currency"}
          },
          {
            "name": "is_reporting_total",
            "in": "query",
            "description": "Only converted totals, or only amounts of their own currency.",
            "schema": {"type": "boolean"}
          },
          {"$ref": "#/components/parameters/Measure"},
          {"$ref": "#/components/parameters/Factor"},
          {"$ref": "#/components/parameters/Scenario"},
          {"$ref": "#/components/parameters/Limit"},
          {"$ref": "#/components/parameters/Cursor"}
        ],
        "responses": {
          "200": {
            "description": "A page, in ascending node, product type, currency, measure and factor.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/NodeResultPage"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "run_state": "SUCCEEDED",
                  "items": [
                    {
                      "node": "GS-BOND-FUND/RATES",
                      "product_type": null,
                      "currency": "USD",
                      "is_reporting_total": true,
                      "position_count": 41,
                      "gap_count": 0,
                      "measure": "PV",
                      "factor": "",
                      "cells": [{"scenario": "BASE", "value": 60213418.5}]
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "410": {"$ref": "#/components/responses/Gone"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/gaps": {
      "get": {
        "operationId": "countGaps",
        "tags": ["results"],
        "summary": "Count the cells without a number by product and reason",
        "parameters": [
          {"$ref": "#/components/parameters/RunID"},
          {
            "name": "limit",
            "in": "query",
            "description": "The most reasons.",
            "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1000}
          }
        ],
        "responses": {
          "200": {
            "description": "The most frequent first. listResults with the parameter reason gives the vectors themselves.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/GapCounts"},
                "example": {
                  "run_id": "R20230331-01JZ8K3V5T-7QF2",
                  "run_state": "SUCCEEDED",
                  "items": [
                    {
                      "product_type": "ABS_MBS",
                      "reason": {"code": "unsupported", "detail": "ABS_MBS"},
                      "position_count": 412,
                      "row_count": 7004
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "410": {"$ref": "#/components/responses/Gone"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/v1/runs/{run_id}/positions/{position_id}/cashflows": {
      "get": {
        "operationId": "listCashFlows",
        "tags": ["results"],
        "summary": "List the cash flows of a position",
        "parameters": [
          {"$ref": "#/components/parameters/RunID"},
          {
            "name": "position_id",
            "in": "path",
            "required": true,
            "schema": {"$ref": "#/components/schemas/Identifier"},
            "example": "GS-0101"
          },
          {"$ref": "#/components/parameters/Limit"},
          {"$ref": "#/components/parameters/Cursor"}
        ],
        "responses": {
          "200": {
            "description": "A page, in date order.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/CashFlowPage"},
                "example": {
                  "items": [
                    {
                      "period_number": 1,
                      "pay_date": "2023-05-15",
                      "currency": "USD",
                      "interest": 20000,
                      "principal": 0,
                      "prepayment": 0,
                      "total": 20000,
                      "balance": 1000000
                    }
                  ]
                }
              }
            }
          },
          "400": {"$ref": "#/components/responses/BadRequest"},
          "404": {"$ref": "#/components/responses/NotFound"},
          "410": {"$ref": "#/components/responses/Gone"},
          "422": {"$ref": "#/components/responses/Unprocessable"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/health/live": {
      "get": {
        "operationId": "getLiveness",
        "tags": ["operations"],
        "summary": "Whether the process answers",
        "responses": {
          "200": {
            "description": "It does.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Health"},
                "example": {"status": "live"}
              }
            }
          },
          "503": {"$ref": "#/components/responses/Unavailable"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/health/ready": {
      "get": {
        "operationId": "getReadiness",
        "tags": ["operations"],
        "summary": "Whether the service can serve",
        "responses": {
          "200": {
            "description": "The database answers and has this program's schema.",
            "content": {
              "application/json": {
                "schema": {"$ref": "#/components/schemas/Health"},
                "example": {"status": "ready"}
              }
            }
          },
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/metrics": {
      "get": {
        "operationId": "getMetrics",
        "tags": ["operations"],
        "summary": "Metrics in the Prometheus text format",
        "responses": {
          "200": {
            "description": "Metrics.",
            "content": {
              "text/plain; version=0.0.4; charset=utf-8": {
                "schema": {"type": "string"},
                "example": "tenor_queue_tasks{state=\"QUEUED\"} 12\n"
              }
            }
          },
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    },
    "/openapi.json": {
      "get": {
        "operationId": "getOpenAPIDocument",
        "tags": ["operations"],
        "summary": "This document",
        "responses": {
          "200": {
            "description": "The document.",
            "content": {"application/json": {"schema": {"type": "object"}, "example": {"openapi": "3.1.0"}}},
            "headers": {
              "ETag": {
                "description": "Strong validator; send it in If-None-Match to get 304 while nothing has changed.",
                "schema": {"type": "string", "pattern": "^\"[!#-~]+\"$"}
              }
            }
          },
          "304": {"description": "The client has it."},
          "400": {"$ref": "#/components/responses/BadRequest"},
          "421": {"$ref": "#/components/responses/UnknownHost"},
          "503": {"$ref": "#/components/responses/Unavailable"},
          "504": {"$ref": "#/components/responses/TimedOut"},
          "default": {"$ref": "#/components/responses/Problem"}
        }
      }
    }
  },
  "components": {
    "schemas": {
      "Problem": {
        "type": "object",
        "description": "What went wrong, RFC 9457.",
        "properties": {
          "type": {
            "type": "string",
            "description": "Kind of problem, a URN.",
            "pattern": "^urn:tenor:problem:[a-z-]+$"
          },
          "title": {"type": "string", "description": "The same for every occurrence of the kind."},
          "status": {"type": "integer", "description": "HTTP status.", "minimum": 400, "maximum": 599},
          "detail": {"type": "string", "description": "What happened this time."},
          "instance": {"type": "string", "description": "The request, as in the server's log."},
          "errors": {
            "type": "array",
            "description": "Each field at fault.",
            "items": {"$ref": "#/components/schemas/FieldError"}
          }
        },
        "required": ["type", "title", "status"]
      },
      "FieldError": {
        "type": "object",
        "properties": {
          "field": {"type": "string", "description": "A parameter's name, or a path into the body."},
          "message": {"type": "string", "description": "What is wrong."},
          "fix": {"type": "string", "description": "What to do."}
        },
        "required": ["field", "message", "fix"]
      },
      "ContentID": {
        "type": "string",
        "description": "SHA-256 of a document's canonical JSON (RFC 8785).",
        "pattern": "^sha256:[0-9a-f]{64}$",
        "examples": ["sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]
      },
      "RunID": {
        "type": "string",
        "description": "1 to 40 of A-Z a-z 0-9 . _ - beginning with a letter or digit.",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        "examples": ["R20230331-01JZ8K3V5T-7QF2"]
      },
      "Identifier": {
        "type": "string",
        "description": "1 to 64 printable ASCII characters without outer spaces.",
        "minLength": 1,
        "maxLength": 64,
        "pattern": "^[!-~]([ -~]{0,62}[!-~])?$"
      },
      "Currency": {
        "type": "string",
        "description": "ISO 4217 code.",
        "pattern": "^[A-Z]{3}$",
        "examples": ["USD"]
      },
      "Tenor": {
        "type": "string",
        "description": "A length of time: 1D, 2W, 3M, 10Y, or ON for one day.",
        "pattern": "^(ON|[0-9]{1,4}[DWMY])$",
        "examples": ["10Y"]
      },
      "Cursor": {
        "type": "string",
        "description": "Send it as cursor for the next page; absent on the last.",
        "minLength": 1
      },
      "Measure": {
        "type": "string",
        "description": "What is computed of a position; docs/formats.md gives definition, unit and sign of each.",
        "enum": [
          "PV",
          "CLEAN_PRICE",
          "DIRTY_PRICE",
          "ACCRUED",
          "YIELD",
          "Z_SPREAD",
          "G_SPREAD",
          "DV01",
          "CS01",
          "MODIFIED_DURATION",
          "MACAULAY_DURATION",
          "EFFECTIVE_DURATION",
          "CONVEXITY",
          "SPREAD_DURATION",
          "KEY_RATE_DV01",
          "FX_DELTA",
          "WAL",
          "CASHFLOWS"
        ]
      },
      "ProductType": {
        "type": "string",
        "description": "Product family.",
        "enum": [
          "FX_FWD",
          "AMORT_LOAN",
          "FIXED_BOND",
          "FLOATING_RATE",
          "CALLABLE_BOND",
          "PUTABLE_BOND",
          "ABS_MBS",
          "STRUCTURED",
          "DERIVATIVES"
        ]
      },
      "RunState": {
        "type": "string",
        "description": "FAILED: a task is dead; requeue sets the run going again. SUCCEEDED and CANCELLED are final.",
        "enum": ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]
      },
      "Reason": {
        "type": "object",
        "description": "Why a cell holds no number.",
        "properties": {
          "code": {
            "type": "string",
            "enum": ["not_applicable", "unsupported", "missing_data", "did_not_converge", "calculation_failed"]
          },
          "detail": {"type": "string", "description": "For a person, in a few words."}
        },
        "required": ["code", "detail"]
      },
      "MarketSnapshot": {
        "type": "object",
        "description": "Everything the market said at one time, frozen under its content hash.",
        "properties": {
          "schema_version": {"type": "integer", "const": 1},
          "valuation_date": {
            "type": "string",
            "description": "Values are as of the end of this day.",
            "format": "date"
          },
          "source": {
            "type": "string",
            "description": "Who published the data.",
            "minLength": 1,
            "maxLength": 400,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
          },
          "built_at": {
            "type": "string",
            "description": "When the snapshot was put together, ISO 8601 UTC.",
            "examples": ["2023-03-31T21:00:00Z"]
          },
          "adjustments": {
            "type": "array",
            "description": "Changes made to published figures, in words.",
            "items": {"type": "string"}
          },
          "curves": {"type": "array", "items": {"$ref": "#/components/schemas/Curve"}},
          "spread_curves": {"type": "array", "items": {"$ref": "#/components/schemas/SpreadCurve"}},
          "discount_curves": {
            "type": "object",
            "description": "The curve that discounts each currency, by currency code.",
            "additionalProperties": {"type": "string"},
            "propertyNames": {"pattern": "^[A-Z]{3}$"}
          },
          "fx_rates": {
            "type": "object",
            "description": "Units of each currency for one unit of fx_base, by currency code.",
            "additionalProperties": {"type": "number", "exclusiveMinimum": 0},
            "propertyNames": {"pattern": "^[A-Z]{3}$"}
          },
          "fx_base": {"$ref": "#/components/schemas/Currency"}
        },
        "required": [
          "schema_version",
          "valuation_date",
          "source",
          "built_at",
          "adjustments",
          "curves",
          "spread_curves",
          "discount_curves",
          "fx_rates",
          "fx_base"
        ],
        "additionalProperties": false
      },
      "Curve": {
        "type": "object",
        "description": "A rate curve as quoted.",
        "properties": {
          "id": {"type": "string", "description": "Such as USD.TREASURY.", "minLength": 1},
          "currency": {"$ref": "#/components/schemas/Currency"},
          "kind": {
            "description": "Zero rates with a compounding, or par yields of bonds with this many coupons a year.",
            "oneOf": [
              {
                "type": "object",
                "properties": {
                  "zero": {"type": "string", "enum": ["continuous", "annual", "semiannual", "simple"]}
                },
                "required": ["zero"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {"par": {"type": "integer", "enum": [1, 2, 3, 4, 6, 12]}},
                "required": ["par"],
                "additionalProperties": false
              }
            ]
          },
          "interpolation": {
            "type": "string",
            "enum": ["linear_zero", "log_linear_discount", "monotone_cubic_discount"]
          },
          "points": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "tenor": {"$ref": "#/components/schemas/Tenor"},
                "rate": {"type": "number", "description": "A decimal.", "minimum": -0.2, "maximum": 1}
              },
              "required": ["tenor", "rate"],
              "additionalProperties": false
            },
            "minItems": 1
          },
          "source": {"type": "string", "description": "Publisher and series."}
        },
        "required": ["id", "currency", "kind", "interpolation", "points", "source"],
        "additionalProperties": false
      },
      "SpreadCurve": {
        "type": "object",
        "description": "Continuously compounded zero spreads over the discount curve.",
        "properties": {
          "id": {"type": "string", "description": "Such as USD.CORPORATE.", "minLength": 1},
          "currency": {"$ref": "#/components/schemas/Currency"},
          "points": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "tenor": {"$ref": "#/components/schemas/Tenor"},
                "basis_points": {"type": "number", "minimum": -2000, "maximum": 10000}
              },
              "required": ["tenor", "basis_points"],
              "additionalProperties": false
            },
            "minItems": 1
          },
          "source": {"type": "string"}
        },
        "required": ["id", "currency", "points", "source"],
        "additionalProperties": false
      },
      "MarketSnapshotRecord": {
        "type": "object",
        "description": "A stored market snapshot, without its document.",
        "properties": {
          "snapshot_id": {"$ref": "#/components/schemas/ContentID"},
          "valuation_date": {
            "type": "string",
            "description": "Values are as of the end of this day.",
            "format": "date"
          },
          "source": {"type": "string", "description": "Who published the data."},
          "created_at": {"type": "string", "description": "When it was stored.", "format": "date-time"}
        },
        "required": ["snapshot_id", "valuation_date", "source", "created_at"]
      },
      "MarketSnapshotPage": {
        "type": "object",
        "properties": {
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/MarketSnapshotRecord"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["items"]
      },
      "BuiltCurve": {
        "type": "object",
        "description": "A curve as built from its quotes.",
        "properties": {
          "curve_id": {"type": "string"},
          "currency": {"$ref": "#/components/schemas/Currency"},
          "valuation_date": {"type": "string", "description": "The snapshot's.", "format": "date"},
          "points": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "tenor": {"$ref": "#/components/schemas/Tenor"},
                "date": {
                  "type": "string",
                  "description": "Day on which the tenor ends, not moved off holidays.",
                  "format": "date"
                },
                "years": {"type": "number", "description": "Act/365F from the valuation date."},
                "zero_rate": {"type": "number", "description": "Continuously compounded, a decimal."},
                "discount_factor": {
                  "type": "number",
                  "description": "Value today of 1 paid on the day.",
                  "exclusiveMinimum": 0
                }
              },
              "required": ["tenor", "date", "years", "zero_rate", "discount_factor"]
            }
          }
        },
        "required": ["curve_id", "currency", "valuation_date", "points"]
      },
      "Instrument": {
        "type": "object",
        "description": "One entry of the instrument master. Which fields apply depends on the product type; null is the same as absent. docs/formats.md describes every field.",
        "properties": {
          "instrument_id": {"$ref": "#/components/schemas/Identifier"},
          "product_type": {"$ref": "#/components/schemas/ProductType"},
          "name": {
            "type": ["string", "null"],
            "description": "For people.",
            "maxLength": 200,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
          },
          "currency": {"$ref": "#/components/schemas/Currency"},
          "issuer": {"type": ["string", "null"], "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F]*$"},
          "country": {
            "type": ["string", "null"],
            "description": "ISO 3166 alpha-2.",
            "pattern": "^([A-Z]{2})?$"
          },
          "sector": {"type": ["string", "null"], "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F]*$"},
          "rating": {"type": ["string", "null"], "maxLength": 32, "pattern": "^[^\\u0000-\\u001F\\u007F]*$"},
          "spread_curve": {
            "type": ["string", "null"],
            "description": "The spread curve of the market snapshot that moves its discounting.",
            "maxLength": 64,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
          },
          "description": {
            "type": ["string", "null"],
            "description": "Makes the record one that is kept and counted but not valued; required for product types that are not valued yet.",
            "maxLength": 200,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
          },
          "dated_date": {
            "type": ["string", "null"],
            "description": "Bond: interest accrues from here.",
            "format": "date"
          },
          "maturity": {
            "type": ["string", "null"],
            "description": "Bond, loan: last contractual payment.",
            "format": "date"
          },
          "coupon": {"type": ["number", "null"], "description": "Bond: a decimal a year, 0.04 for 4%."},
          "frequency": {
            "type": ["integer", "null"],
            "description": "Payments a year.",
            "enum": [0, 1, 2, 3, 4, 6, 12, null]
          },
          "convention": {
            "type": ["string", "null"],
            "description": "Bond: the market whose conventions it follows.",
            "enum": [
              "US_TREASURY",
              "US_STREET",
              "US_CORPORATE",
              "US_MUNICIPAL",
              "US_AGENCY",
              "UK_GILT",
              "GERMAN_BUND",
              "JGB",
              "ISMA",
              "EUROBOND",
              null
            ]
          },
          "day_count": {
            "type": ["string", "null"],
            "enum": [
              "ACT/360",
              "ACT/365F",
              "ACT/ACT ISDA",
              "ACT/ACT ICMA",
              "ACT/ACT AFB",
              "30/360 US",
              "30/360",
              "30E/360",
              "30E/360 ISDA",
              "BUS/252",
              null
            ]
          },
          "first_coupon_date": {
            "type": ["string", "null"],
            "description": "Bond: end of a first period that is not regular.",
            "format": "date"
          },
          "penultimate_coupon_date": {
            "type": ["string", "null"],
            "description": "Bond: start of a last period that is not regular.",
            "format": "date"
          },
          "end_of_month": {"type": ["boolean", "null"]},
          "redemption": {"type": ["number", "null"], "description": "Bond: per 100 of face; 100 where absent."},
          "principal_payments": {
            "type": ["array", "null"],
            "description": "Bond: per 100 of original face. Loan: amounts.",
            "items": {
              "type": "object",
              "properties": {
                "date": {"type": "string", "description": "Payment day.", "format": "date"},
                "amount": {"type": "number"}
              },
              "required": ["date", "amount"],
              "additionalProperties": false
            }
          },
          "balance": {"type": ["number", "null"], "description": "Loan: outstanding principal, positive."},
          "balance_date": {
            "type": ["string", "null"],
            "description": "Loan: day of the balance.",
            "format": "date"
          },
          "first_payment_date": {"type": ["string", "null"], "description": "Loan.", "format": "date"},
          "rate": {"type": ["number", "null"], "description": "Loan: a decimal a year."},
          "amortisation": {
            "type": ["string", "null"],
            "enum": ["level_pay", "linear", "bullet", "interest_only_then_level_pay", "schedule", null]
          },
          "payment": {"type": ["number", "null"], "description": "Level-pay loan: each payment."},
          "amortisation_periods": {
            "type": ["integer", "null"],
            "description": "Loan: periods after which nothing would be left."
          },
          "interest_only_periods": {"type": ["integer", "null"]},
          "servicing_fee": {
            "type": ["number", "null"],
            "description": "Loan: a decimal a year, taken from interest."
          },
          "prepayment_rate": {
            "type": ["number", "null"],
            "description": "Loan: constant prepayment rate, a decimal a year."
          },
          "calendar": {
            "type": ["string", "null"],
            "enum": [
              "weekends_only",
              "us_federal_reserve",
              "us_government_bond",
              "us_nyse",
              "us_settlement",
              "us_sofr",
              "target",
              "uk_settlement",
              "uk_exchange",
              "japan",
              "canada_settlement",
              "switzerland",
              "australia_settlement",
              "germany_frankfurt",
              null
            ]
          },
          "payment_convention": {
            "type": ["string", "null"],
            "enum": ["unadjusted", "following", "modified_following", "preceding", "modified_preceding", null]
          },
          "buy_currency": {
            "type": ["string", "null"],
            "description": "ISO 4217 code.",
            "pattern": "^[A-Z]{3}$",
            "examples": ["USD"]
          },
          "buy_amount": {"type": ["number", "null"], "description": "FX forward: positive."},
          "sell_currency": {
            "type": ["string", "null"],
            "description": "ISO 4217 code.",
            "pattern": "^[A-Z]{3}$",
            "examples": ["USD"]
          },
          "sell_amount": {"type": ["number", "null"], "description": "FX forward: positive."},
          "settlement_date": {"type": ["string", "null"], "description": "FX forward.", "format": "date"}
        },
        "required": ["instrument_id", "product_type", "currency"],
        "additionalProperties": false
      },
      "InstrumentImport": {
        "type": "object",
        "properties": {
          "new_versions": {
            "type": "integer",
            "description": "Records that differ from those stored before.",
            "minimum": 0
          },
          "rows": {"$ref": "#/components/schemas/ImportReport"}
        },
        "required": ["new_versions", "rows"]
      },
      "ImportReport": {
        "type": "object",
        "description": "What became of the rows: accepted and rejected add up to read.",
        "properties": {
          "read": {"type": "integer", "minimum": 0},
          "accepted": {"type": "integer", "minimum": 0},
          "rejected": {"type": "integer", "minimum": 0},
          "rejections": {
            "type": "array",
            "description": "The first hundred.",
            "items": {
              "type": "object",
              "properties": {
                "index": {"type": "integer", "description": "In the array, from 0.", "minimum": 0},
                "field": {"type": "string"},
                "message": {"type": "string", "description": "What is wrong and what to do."}
              },
              "required": ["index", "message"]
            }
          }
        },
        "required": ["read", "accepted", "rejected", "rejections"]
      },
      "Position": {
        "type": "object",
        "description": "A holding of one instrument in one book. null is the same as absent.",
        "properties": {
          "position_id": {"$ref": "#/components/schemas/Identifier"},
          "portfolio": {
            "type": "string",
            "description": "Path of one to four levels: FUND/SUB_FUND/DESK/BOOK.",
            "pattern": "^[A-Za-z0-9_.&-]([A-Za-z0-9 _.&-]{0,38}[A-Za-z0-9_.&-])?(/[A-Za-z0-9_.&-]([A-Za-z0-9 _.&-]{0,38}[A-Za-z0-9_.&-])?){0,3}$"
          },
          "instrument_id": {"$ref": "#/components/schemas/Identifier"},
          "quantity": {
            "type": "number",
            "description": "Face for bonds, number of contracts for loans and forwards; negative when short."
          },
          "clean_price": {
            "type": ["number", "null"],
            "description": "Mark per 100; the position's spread is solved to it.",
            "exclusiveMinimum": 0,
            "maximum": 1000
          },
          "spread_bp": {
            "type": ["number", "null"],
            "description": "Spread of a position without a mark, in basis points.",
            "minimum": -10000,
            "maximum": 100000
          },
          "reported_value": {
            "type": ["number", "null"],
            "description": "The owner's own value in the reporting currency, for comparison."
          }
        },
        "required": ["position_id", "portfolio", "instrument_id", "quantity"],
        "additionalProperties": false
      },
      "PositionSnapshotRecord": {
        "type": "object",
        "description": "A stored position snapshot, without its positions.",
        "properties": {
          "snapshot_id": {"$ref": "#/components/schemas/ContentID"},
          "as_of": {
            "type": "string",
            "description": "The day the positions are held at its end.",
            "format": "date"
          },
          "source": {"type": "string"},
          "position_count": {"type": "integer", "minimum": 0},
          "created_at": {"type": "string", "description": "When it was stored.", "format": "date-time"}
        },
        "required": ["snapshot_id", "as_of", "source", "position_count", "created_at"]
      },
      "PositionSnapshotPage": {
        "type": "object",
        "properties": {
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/PositionSnapshotRecord"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["items"]
      },
      "PositionImport": {
        "type": "object",
        "properties": {
          "snapshot": {"$ref": "#/components/schemas/PositionSnapshotRecord"},
          "rows": {"$ref": "#/components/schemas/ImportReport"}
        },
        "required": ["snapshot", "rows"]
      },
      "Scenario": {
        "type": "object",
        "description": "A named set of shifts of market risk factors.",
        "properties": {
          "id": {
            "type": "string",
            "description": "Unique in the run, and not *.",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[^\\u0000-\\u001F\\u007F]+$"
          },
          "description": {"type": "string", "maxLength": 400, "pattern": "^[^\\u0000-\\u001F\\u007F]*$"},
          "shifts": {
            "type": "array",
            "description": "Applied in order; none is the base market.",
            "items": {"$ref": "#/components/schemas/Shift"}
          }
        },
        "required": ["id", "shifts"],
        "additionalProperties": false
      },
      "Shift": {
        "description": "One shift, by kind.",
        "oneOf": [
          {
            "type": "object",
            "properties": {"rates": {"$ref": "#/components/schemas/RateShift"}},
            "required": ["rates"],
            "additionalProperties": false
          },
          {
            "type": "object",
            "properties": {"spread": {"$ref": "#/components/schemas/SpreadShift"}},
            "required": ["spread"],
            "additionalProperties": false
          },
          {
            "type": "object",
            "properties": {"foreign_exchange": {"$ref": "#/components/schemas/FXShift"}},
            "required": ["foreign_exchange"],
            "additionalProperties": false
          }
        ]
      },
      "RateShift": {
        "type": "object",
        "description": "A move of rate curves.",
        "properties": {
          "curves": {
            "type": "array",
            "description": "Curve ids, or currency codes for their discount curves; none means all.",
            "items": {"type": "string"}
          },
          "domain": {
            "type": "string",
            "description": "Built zero rates, or quotes with the curve built again.",
            "enum": ["zero", "quote"],
            "default": "zero"
          },
          "shape": {
            "oneOf": [
              {
                "type": "object",
                "properties": {
                  "parallel": {
                    "type": "object",
                    "properties": {
                      "basis_points": {
                        "type": "number",
                        "description": "Of every tenor.",
                        "minimum": -10000,
                        "maximum": 10000
                      }
                    },
                    "required": ["basis_points"],
                    "additionalProperties": false
                  }
                },
                "required": ["parallel"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "relative": {
                    "type": "object",
                    "properties": {
                      "fraction": {
                        "type": "number",
                        "description": "0.1 makes every rate a tenth larger.",
                        "minimum": -1,
                        "maximum": 10
                      }
                    },
                    "required": ["fraction"],
                    "additionalProperties": false
                  }
                },
                "required": ["relative"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "key_rate": {
                    "type": "object",
                    "properties": {
                      "basis_points": {
                        "type": "number",
                        "description": "At the key tenor.",
                        "minimum": -10000,
                        "maximum": 10000
                      },
                      "key_tenors": {
                        "type": "array",
                        "items": {"$ref": "#/components/schemas/Tenor"},
                        "minItems": 1
                      },
                      "index": {
                        "type": "integer",
                        "description": "Which key tenor, from 0.",
                        "minimum": 0,
                        "maximum": 1000000
                      }
                    },
                    "required": ["basis_points", "key_tenors", "index"],
                    "additionalProperties": false
                  }
                },
                "required": ["key_rate"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "twist": {
                    "type": "object",
                    "properties": {
                      "short_tenor": {"$ref": "#/components/schemas/Tenor"},
                      "short_basis_points": {
                        "type": "number",
                        "description": "At short_tenor and less.",
                        "minimum": -10000,
                        "maximum": 10000
                      },
                      "long_tenor": {"$ref": "#/components/schemas/Tenor"},
                      "long_basis_points": {
                        "type": "number",
                        "description": "At long_tenor and more.",
                        "minimum": -10000,
                        "maximum": 10000
                      }
                    },
                    "required": ["short_tenor", "short_basis_points", "long_tenor", "long_basis_points"],
                    "additionalProperties": false
                  }
                },
                "required": ["twist"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "profile": {
                    "type": "object",
                    "properties": {
                      "points": {
                        "type": "array",
                        "items": {
                          "type": "object",
                          "properties": {
                            "tenor": {"$ref": "#/components/schemas/Tenor"},
                            "basis_points": {
                              "type": "number",
                              "description": "At the tenor.",
                              "minimum": -10000,
                              "maximum": 10000
                            }
                          },
                          "required": ["tenor", "basis_points"],
                          "additionalProperties": false
                        },
                        "minItems": 1
                      }
                    },
                    "required": ["points"],
                    "additionalProperties": false
                  }
                },
                "required": ["profile"],
                "additionalProperties": false
              }
            ]
          }
        },
        "required": ["shape"],
        "additionalProperties": false
      },
      "SpreadShift": {
        "type": "object",
        "description": "A move of spread curves.",
        "properties": {
          "curves": {
            "type": "array",
            "description": "Spread curve ids; none means all.",
            "items": {"type": "string"}
          },
          "move": {
            "oneOf": [
              {
                "type": "object",
                "properties": {
                  "absolute": {
                    "type": "object",
                    "properties": {
                      "basis_points": {
                        "type": "number",
                        "description": "Of every tenor.",
                        "minimum": -10000,
                        "maximum": 10000
                      }
                    },
                    "required": ["basis_points"],
                    "additionalProperties": false
                  }
                },
                "required": ["absolute"],
                "additionalProperties": false
              },
              {
                "type": "object",
                "properties": {
                  "relative": {
                    "type": "object",
                    "properties": {
                      "fraction": {
                        "type": "number",
                        "description": "Of the curve's own spread.",
                        "minimum": -1,
                        "maximum": 10
                      }
                    },
                    "required": ["fraction"],
                    "additionalProperties": false
                  }
                },
                "required": ["relative"],
                "additionalProperties": false
              }
            ]
          }
        },
        "required": ["move"],
        "additionalProperties": false
      },
      "FXShift": {
        "type": "object",
        "description": "A move of spot rates.",
        "properties": {
          "currencies": {
            "type": "array",
            "description": "Currency codes; none means all but the reporting currency.",
            "items": {"type": "string"}
          },
          "fraction": {
            "type": "number",
            "description": "0.01 makes the currencies worth 1% more in the reporting currency.",
            "exclusiveMinimum": -1,
            "maximum": 10
          }
        },
        "required": ["fraction"],
        "additionalProperties": false
      },
      "RunInput": {
        "type": "object",
        "description": "What a run is asked for: exactly one of scenarios and scenario_set.",
        "properties": {
          "market_snapshot_id": {
            "type": "string",
            "description": "A ContentID of a stored market snapshot.",
            "maxLength": 200
          },
          "position_snapshot_id": {
            "type": "string",
            "description": "A ContentID of a stored position snapshot.",
            "maxLength": 200
          },
          "scenarios": {
            "type": ["array", "null"],
            "description": "BASE is put first when it is not among them.",
            "items": {"$ref": "#/components/schemas/Scenario"},
            "minItems": 0,
            "maxItems": 1000
          },
          "scenario_set": {
            "type": ["string", "null"],
            "description": "In place of scenarios: a stored set, or one of the standard sets core and demo.",
            "minLength": 1,
            "maxLength": 200,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
          },
          "measures": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Measure"},
            "minItems": 1,
            "uniqueItems": true
          },
          "base_only_measures": {
            "type": ["array", "null"],
            "description": "Those of measures that are wanted on BASE alone; other scenarios give the reason not_applicable.",
            "items": {"$ref": "#/components/schemas/Measure"},
            "uniqueItems": true
          },
          "reporting_currency": {"$ref": "#/components/schemas/Currency"},
          "key_rate_tenors": {
            "type": ["array", "null"],
            "description": "Ascending pillars of KEY_RATE_DV01; 3M, 1Y, 5Y, 10Y, 30Y where absent.",
            "items": {"$ref": "#/components/schemas/Tenor"},
            "minItems": 1,
            "maxItems": 50
          },
          "bucket_count": {
            "type": ["integer", "null"],
            "description": "Tasks per product type; chosen by the service where absent. Changes no number.",
            "minimum": 1,
            "maximum": 4096
          },
          "priority": {
            "type": ["integer", "null"],
            "description": "Each point is worth ten minutes of waiting; 0 where absent.",
            "minimum": -1000,
            "maximum": 1000
          },
          "max_running": {
            "type": ["integer", "null"],
            "description": "Most tasks worked on at once; absent or null for no limit.",
            "minimum": 1,
            "maximum": 1000000
          },
          "unique": {
            "type": ["boolean", "null"],
            "description": "Whether to give the newest run of the same request that has neither failed nor been cancelled, if there is one; false where absent."
          },
          "created_by": {
            "type": ["string", "null"],
            "description": "Who asks.",
            "minLength": 1,
            "maxLength": 100,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
          }
        },
        "required": ["market_snapshot_id", "position_snapshot_id", "measures", "reporting_currency"],
        "additionalProperties": false
      },
      "Run": {
        "type": "object",
        "description": "A run as stored.",
        "properties": {
          "run_id": {"$ref": "#/components/schemas/RunID"},
          "state": {"$ref": "#/components/schemas/RunState"},
          "is_published": {"type": "boolean", "description": "Whether the run is frozen for good."},
          "market_snapshot_id": {"$ref": "#/components/schemas/ContentID"},
          "position_snapshot_id": {"$ref": "#/components/schemas/ContentID"},
          "request_hash": {"$ref": "#/components/schemas/ContentID"},
          "scenario_ids": {
            "type": "array",
            "description": "In the order of every vector.",
            "items": {"type": "string"},
            "minItems": 1
          },
          "position_count": {"type": "integer", "minimum": 0},
          "task_count": {"type": "integer", "minimum": 1},
          "tasks_done": {"type": "integer", "minimum": 0},
          "priority": {
            "type": "integer",
            "description": "Each point is worth ten minutes of waiting.",
            "minimum": -1000,
            "maximum": 1000
          },
          "max_running": {
            "type": "integer",
            "description": "Most tasks worked on at once; absent without a limit.",
            "minimum": 1,
            "maximum": 1000000
          },
          "is_paused": {"type": "boolean", "description": "Whether none of its tasks is given out."},
          "created_at": {"type": "string", "description": "UTC.", "format": "date-time"},
          "created_by": {"type": "string"},
          "started_at": {
            "type": "string",
            "description": "When the first worker began.",
            "format": "date-time"
          },
          "finished_at": {"type": "string", "description": "When the run ended.", "format": "date-time"},
          "error": {"type": "string", "description": "Why it failed."}
        },
        "required": [
          "run_id",
          "state",
          "is_published",
          "market_snapshot_id",
          "position_snapshot_id",
          "request_hash",
          "scenario_ids",
          "position_count",
          "task_count",
          "tasks_done",
          "priority",
          "is_paused",
          "created_at",
          "created_by"
        ]
      },
      "RunRequest": {
        "type": "object",
        "description": "All that decides a run's numbers; hashed as request_hash.",
        "properties": {
          "schema_version": {"type": "integer", "const": 1},
          "market_snapshot_id": {"$ref": "#/components/schemas/ContentID"},
          "position_snapshot_id": {"$ref": "#/components/schemas/ContentID"},
          "scenarios": {"type": "array", "items": {"$ref": "#/components/schemas/Scenario"}},
          "pricing": {
            "type": "object",
            "properties": {
              "measures": {"type": "array", "items": {"$ref": "#/components/schemas/Measure"}},
              "base_only_measures": {"type": "array", "items": {"$ref": "#/components/schemas/Measure"}},
              "reporting_currency": {"$ref": "#/components/schemas/Currency"},
              "key_rate_tenors": {"type": "array", "items": {"$ref": "#/components/schemas/Tenor"}}
            },
            "required": ["measures", "reporting_currency", "key_rate_tenors"]
          },
          "bucket_count": {"type": "integer", "minimum": 1},
          "code_version": {"type": "string", "description": "Of the program that was asked."},
          "model_configuration": {"type": "object", "additionalProperties": {"type": "string"}}
        },
        "required": [
          "schema_version",
          "market_snapshot_id",
          "position_snapshot_id",
          "scenarios",
          "pricing",
          "bucket_count",
          "code_version",
          "model_configuration"
        ]
      },
      "RunForecast": {
        "type": "object",
        "properties": {
          "estimate": {"$ref": "#/components/schemas/RunEstimate"},
          "excesses": {
            "type": "array",
            "description": "Limits of the service that the run exceeds; it is created only when there are none.",
            "items": {
              "type": "object",
              "properties": {
                "quantity": {"type": "string", "enum": ["scenarios", "cells", "bytes"]},
                "estimated": {"type": "integer", "minimum": 0},
                "most": {"type": "integer", "minimum": 1}
              },
              "required": ["quantity", "estimated", "most"]
            }
          },
          "warnings": {"$ref": "#/components/schemas/ScenarioWarnings"}
        },
        "required": ["estimate", "excesses", "warnings"]
      },
      "RunEstimate": {
        "type": "object",
        "properties": {
          "positions": {"type": "integer", "minimum": 0},
          "scenarios": {"type": "integer", "minimum": 1},
          "measures": {"type": "integer", "minimum": 1},
          "vectors": {
            "type": "integer",
            "description": "Rows of results: one per position, measure and factor.",
            "minimum": 0
          },
          "cells": {"type": "integer", "description": "Values and reasons in all vectors.", "minimum": 0},
          "cash_flows": {"type": "integer", "minimum": 0},
          "tasks": {"type": "integer", "description": "At most.", "minimum": 1},
          "workers": {"type": "integer", "description": "That the seconds are for.", "minimum": 1},
          "seconds": {"type": "number", "description": "From the first claim to the end, about.", "minimum": 0},
          "finished_runs": {
            "type": "integer",
            "description": "How many finished runs the seconds are from; 0 for standard rates alone.",
            "minimum": 0
          },
          "bytes": {
            "type": "object",
            "description": "On the database's disk.",
            "properties": {
              "vectors": {"type": "integer", "minimum": 0},
              "vector_key": {"type": "integer", "minimum": 0},
              "cash_flows": {"type": "integer", "description": "With their key.", "minimum": 0},
              "roll_ups": {
                "type": "integer",
                "description": "Results of portfolio nodes, with their key.",
                "minimum": 0
              },
              "total": {"type": "integer", "minimum": 0},
              "partial_sums": {
                "type": "integer",
                "description": "Sums of tasks, beside the total until the run succeeds.",
                "minimum": 0
              }
            },
            "required": ["vectors", "vector_key", "cash_flows", "roll_ups", "total", "partial_sums"]
          },
          "worker_bytes": {"type": "integer", "description": "Peak memory of one worker, about.", "minimum": 0}
        },
        "required": [
          "positions", "scenarios", "measures", "vectors", "cells", "cash_flows", "tasks", "workers", "seconds",
          "finished_runs", "bytes", "worker_bytes"
        ]
      },
      "ScenarioWarnings": {
        "type": "array",
        "description": "What the scenarios move without effect in this market; no reason to refuse the run.",
        "items": {"type": "string"}
      },
      "RunDetail": {
        "type": "object",
        "properties": {
          "run": {"$ref": "#/components/schemas/Run"},
          "request": {"$ref": "#/components/schemas/RunRequest"},
          "warnings": {"$ref": "#/components/schemas/ScenarioWarnings"}
        },
        "required": ["run", "request", "warnings"]
      },
      "RunPage": {
        "type": "object",
        "properties": {
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/Run"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["items"]
      },
      "RunProgress": {
        "type": "object",
        "properties": {
          "run_id": {"$ref": "#/components/schemas/RunID"},
          "state": {"$ref": "#/components/schemas/RunState"},
          "is_paused": {"type": "boolean", "description": "Whether none of its tasks is given out."},
          "tasks": {
            "type": "object",
            "properties": {
              "total": {"type": "integer", "minimum": 1},
              "queued": {"type": "integer", "minimum": 0},
              "running": {"type": "integer", "minimum": 0},
              "succeeded": {"type": "integer", "minimum": 0},
              "failed": {"type": "integer", "description": "Waiting for another attempt.", "minimum": 0},
              "dead": {"type": "integer", "description": "Given up.", "minimum": 0}
            },
            "required": ["total", "queued", "running", "succeeded", "failed", "dead"]
          },
          "positions_done": {"type": "integer", "minimum": 0},
          "position_count": {"type": "integer", "minimum": 0},
          "elapsed_milliseconds": {"type": "integer", "minimum": 0},
          "error": {"type": "string"}
        },
        "required": [
          "run_id",
          "state",
          "is_paused",
          "tasks",
          "positions_done",
          "position_count",
          "elapsed_milliseconds"
        ]
      },
      "Task": {
        "type": "object",
        "properties": {
          "task_number": {"type": "integer", "minimum": 1},
          "kind": {"type": "string", "enum": ["PRICE", "ROLLUP"]},
          "product_type": {"$ref": "#/components/schemas/ProductType"},
          "bucket": {"type": "integer", "minimum": 0},
          "position_count": {"type": "integer", "minimum": 0},
          "state": {"type": "string", "enum": ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "DEAD"]},
          "attempts": {"type": "integer", "minimum": 0},
          "worker": {"type": "string", "description": "Who holds it."},
          "error": {"type": "string", "description": "Why the last unsuccessful attempt ended."},
          "elapsed_milliseconds": {"type": "integer", "minimum": 0}
        },
        "required": ["task_number", "kind", "bucket", "position_count", "state", "attempts"]
      },
      "TaskPage": {
        "type": "object",
        "properties": {
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/Task"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["items"]
      },
      "Empty": {"type": "object", "additionalProperties": false},
      "PublishInput": {
        "type": "object",
        "properties": {
          "published_by": {
            "type": "string",
            "description": "Who publishes.",
            "minLength": 1,
            "maxLength": 100,
            "pattern": "^[^\\u0000-\\u001F\\u007F]+$"
          }
        },
        "required": ["published_by"],
        "additionalProperties": false
      },
      "Publication": {
        "type": "object",
        "description": "What was frozen.",
        "properties": {
          "run_id": {"$ref": "#/components/schemas/RunID"},
          "published_by": {"type": "string"},
          "published_at": {"type": "string", "description": "UTC.", "format": "date-time"},
          "request_hash": {"$ref": "#/components/schemas/ContentID"},
          "result_rows": {"type": "integer", "minimum": 0},
          "cash_flow_rows": {"type": "integer", "minimum": 0},
          "node_rows": {"type": "integer", "minimum": 0}
        },
        "required": [
          "run_id",
          "published_by",
          "published_at",
          "request_hash",
          "result_rows",
          "cash_flow_rows",
          "node_rows"
        ]
      },
      "Requeued": {
        "type": "object",
        "properties": {
          "run_id": {"$ref": "#/components/schemas/RunID"},
          "requeued_tasks": {"type": "integer", "minimum": 0}
        },
        "required": ["run_id", "requeued_tasks"]
      },
      "Queueing": {
        "type": "object",
        "description": "Whose turn a run's tasks are, and how many are worked on at once.",
        "properties": {
          "priority": {
            "type": "integer",
            "description": "Each point is worth ten minutes of waiting.",
            "minimum": -1000,
            "maximum": 1000
          },
          "max_running": {
            "type": ["integer", "null"],
            "description": "Most tasks worked on at once; absent or null for no limit.",
            "minimum": 1,
            "maximum": 1000000
          }
        },
        "required": ["priority"],
        "additionalProperties": false
      },
      "ScheduleName": {
        "type": "string",
        "description": "Name of a schedule.",
        "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        "examples": ["nightly"]
      },
      "CalendarID": {
        "type": "string",
        "description": "A holiday calendar.",
        "enum": [
          "weekends_only",
          "us_federal_reserve",
          "us_government_bond",
          "us_nyse",
          "us_settlement",
          "us_sofr",
          "target",
          "uk_settlement",
          "uk_exchange",
          "japan",
          "canada_settlement",
          "switzerland",
          "australia_settlement",
          "germany_frankfurt"
        ]
      },
      "CatchUp": {
        "type": "string",
        "description": "LAST: of the firings missed while nothing was up, the last is made up for; NONE: none is.",
        "enum": ["NONE", "LAST"]
      },
      "FiringOutcome": {
        "type": "string",
        "description": "RUN: there is a run; FAILED: none could be made; MISSED: nothing was up and the schedule does not catch up.",
        "enum": ["RUN", "FAILED", "MISSED"]
      },
      "ScheduleRunInput": {
        "type": "object",
        "description": "The run to make at each firing: exactly one of scenarios and scenario_set, whose scenarios are those of now.",
        "properties": {
          "market_snapshot_id": {
            "type": ["string", "null"],
            "description": "A ContentID of a stored market snapshot; where absent, the one stored last at each firing.",
            "maxLength": 200
          },
          "position_snapshot_id": {
            "type": ["string", "null"],
            "description": "A ContentID of a stored position snapshot; where absent, the one stored last at each firing.",
            "maxLength": 200
          },
          "scenarios": {
            "type": ["array", "null"],
            "description": "BASE is put first when it is not among them.",
            "items": {"$ref": "#/components/schemas/Scenario"},
            "minItems": 0,
            "maxItems": 1000
          },
          "scenario_set": {
            "type": ["string", "null"],
            "description": "In place of scenarios: a stored set, or one of the standard sets core and demo.",
            "minLength": 1,
            "maxLength": 200,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
          },
          "measures": {
            "type": "array",
            "items": {"$ref": "#/components/schemas/Measure"},
            "minItems": 1,
            "uniqueItems": true
          },
          "base_only_measures": {
            "type": ["array", "null"],
            "description": "Those of measures that are wanted on BASE alone; other scenarios give the reason not_applicable.",
            "items": {"$ref": "#/components/schemas/Measure"},
            "uniqueItems": true
          },
          "reporting_currency": {"$ref": "#/components/schemas/Currency"},
          "key_rate_tenors": {
            "type": ["array", "null"],
            "description": "Ascending pillars of KEY_RATE_DV01; 3M, 1Y, 5Y, 10Y, 30Y where absent.",
            "items": {"$ref": "#/components/schemas/Tenor"},
            "minItems": 1,
            "maxItems": 50
          },
          "bucket_count": {
            "type": ["integer", "null"],
            "description": "Tasks per product type; chosen by the service where absent. Changes no number.",
            "minimum": 1,
            "maximum": 4096
          },
          "priority": {
            "type": ["integer", "null"],
            "description": "Each point is worth ten minutes of waiting; 0 where absent.",
            "minimum": -1000,
            "maximum": 1000
          },
          "max_running": {
            "type": ["integer", "null"],
            "description": "Most tasks worked on at once; absent or null for no limit.",
            "minimum": 1,
            "maximum": 1000000
          },
          "unique": {
            "type": ["boolean", "null"],
            "description": "Whether to give the newest run of the same request that has neither failed nor been cancelled, if there is one; false where absent."
          }
        },
        "required": ["measures", "reporting_currency"],
        "additionalProperties": false
      },
      "ScheduleInput": {
        "type": "object",
        "description": "When runs are made by the clock, and of what.",
        "properties": {
          "name": {"$ref": "#/components/schemas/ScheduleName"},
          "cron": {
            "type": "string",
            "description": "Minute, hour, day of month, month, day of week, as crontab has them; or @hourly, @daily, @weekly, @monthly, @yearly. Where both days are given, either is enough.",
            "minLength": 1,
            "maxLength": 400
          },
          "time_zone": {
            "type": "string",
            "description": "A name of the IANA time zone database, or UTC. A local time that a change of the clocks skips fires at the change; one that comes twice fires once.",
            "maxLength": 80
          },
          "calendars": {
            "type": ["array", "null"],
            "description": "Only days on which all of these are open.",
            "items": {"$ref": "#/components/schemas/CalendarID"}
          },
          "catch_up": {
            "type": ["string", "null"],
            "description": "LAST where absent: of the firings missed while nothing was up, the last is made up for; NONE: none is.",
            "enum": ["NONE", "LAST", null]
          },
          "run": {"$ref": "#/components/schemas/ScheduleRunInput"},
          "created_by": {
            "type": ["string", "null"],
            "description": "Who asks.",
            "minLength": 1,
            "maxLength": 100,
            "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
          }
        },
        "required": ["name", "cron", "time_zone", "run"],
        "additionalProperties": false
      },
      "Schedule": {
        "type": "object",
        "description": "A schedule as stored.",
        "properties": {
          "name": {"$ref": "#/components/schemas/ScheduleName"},
          "cron": {"type": "string"},
          "time_zone": {"type": "string"},
          "calendars": {"type": "array", "items": {"$ref": "#/components/schemas/CalendarID"}},
          "catch_up": {"$ref": "#/components/schemas/CatchUp"},
          "is_paused": {"type": "boolean"},
          "next_firing": {
            "type": "string",
            "description": "UTC; absent while it is paused, or when it never fires again.",
            "format": "date-time"
          },
          "last_firing": {
            "type": "string",
            "description": "The last firing by the clock, UTC; absent before the first.",
            "format": "date-time"
          },
          "last_outcome": {"$ref": "#/components/schemas/FiringOutcome"},
          "failures": {
            "type": "integer",
            "description": "Firings by the clock that made no run, ever.",
            "minimum": 0
          },
          "created_at": {"type": "string", "description": "UTC.", "format": "date-time"},
          "created_by": {"type": "string"}
        },
        "required": [
          "name",
          "cron",
          "time_zone",
          "calendars",
          "catch_up",
          "is_paused",
          "failures",
          "created_at",
          "created_by"
        ]
      },
      "ScheduleRun": {
        "type": "object",
        "description": "The run that a schedule makes.",
        "properties": {
          "schema_version": {"type": "integer", "const": 1},
          "market_snapshot_id": {"$ref": "#/components/schemas/ContentID"},
          "position_snapshot_id": {"$ref": "#/components/schemas/ContentID"},
          "scenarios": {"type": "array", "items": {"$ref": "#/components/schemas/Scenario"}},
          "pricing": {
            "type": "object",
            "properties": {
              "measures": {"type": "array", "items": {"$ref": "#/components/schemas/Measure"}},
              "base_only_measures": {"type": "array", "items": {"$ref": "#/components/schemas/Measure"}},
              "reporting_currency": {"$ref": "#/components/schemas/Currency"},
              "key_rate_tenors": {"type": "array", "items": {"$ref": "#/components/schemas/Tenor"}}
            },
            "required": ["measures", "reporting_currency", "key_rate_tenors"]
          },
          "bucket_count": {"type": "integer", "minimum": 1},
          "priority": {
            "type": "integer",
            "description": "Each point is worth ten minutes of waiting.",
            "minimum": -1000,
            "maximum": 1000
          },
          "max_running": {
            "type": "integer",
            "description": "Most tasks worked on at once; absent or null for no limit.",
            "minimum": 1,
            "maximum": 1000000
          },
          "is_unique": {"type": "boolean"}
        },
        "required": ["schema_version", "scenarios", "pricing", "priority", "is_unique"]
      },
      "ScheduleDetail": {
        "type": "object",
        "description": "A schedule with the run that it makes.",
        "properties": {
          "schedule": {"$ref": "#/components/schemas/Schedule"},
          "run": {"$ref": "#/components/schemas/ScheduleRun"},
          "next_firings": {
            "type": "array",
            "description": "The next five, UTC; none while it is paused.",
            "items": {"type": "string", "format": "date-time"},
            "maxItems": 5
          }
        },
        "required": ["schedule", "run", "next_firings"]
      },
      "SchedulePage": {
        "type": "object",
        "properties": {
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/Schedule"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["items"]
      },
      "Firing": {
        "type": "object",
        "description": "A firing of a schedule.",
        "properties": {
          "fire_time": {
            "type": "string",
            "description": "When it was planned, or asked for by hand; UTC.",
            "format": "date-time"
          },
          "missed_from": {
            "type": "string",
            "description": "The first of the firings left out before this one, if any; UTC.",
            "format": "date-time"
          },
          "is_manual": {"type": "boolean", "description": "Whether somebody asked for it."},
          "outcome": {"$ref": "#/components/schemas/FiringOutcome"},
          "run_id": {"$ref": "#/components/schemas/RunID"},
          "error": {"type": "string", "description": "Why there is no run."}
        },
        "required": ["fire_time", "is_manual", "outcome"]
      },
      "FiringPage": {
        "type": "object",
        "properties": {
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/Firing"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["items"]
      },
      "Cell": {
        "description": "A number or a reason, never both.",
        "oneOf": [
          {
            "type": "object",
            "properties": {
              "scenario": {"type": "string"},
              "value": {"type": "number", "description": "Reads back to the same double."}
            },
            "required": ["scenario", "value"]
          },
          {
            "type": "object",
            "properties": {"scenario": {"type": "string"}, "reason": {"$ref": "#/components/schemas/Reason"}},
            "required": ["scenario", "reason"]
          }
        ]
      },
      "Result": {
        "type": "object",
        "description": "The vector of one position, measure and factor.",
        "properties": {
          "position_id": {"$ref": "#/components/schemas/Identifier"},
          "portfolio": {"type": "string"},
          "instrument_id": {"$ref": "#/components/schemas/Identifier"},
          "product_type": {"$ref": "#/components/schemas/ProductType"},
          "currency": {"$ref": "#/components/schemas/Currency"},
          "measure": {"$ref": "#/components/schemas/Measure"},
          "factor": {"type": "string", "description": "A key tenor, a currency, or empty."},
          "cells": {"type": "array", "items": {"$ref": "#/components/schemas/Cell"}}
        },
        "required": [
          "position_id",
          "portfolio",
          "instrument_id",
          "product_type",
          "currency",
          "measure",
          "factor",
          "cells"
        ]
      },
      "ResultPage": {
        "type": "object",
        "properties": {
          "run_id": {"$ref": "#/components/schemas/RunID"},
          "run_state": {"$ref": "#/components/schemas/RunState"},
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["run_id", "run_state", "items"]
      },
      "NodeResult": {
        "type": "object",
        "description": "The vector of one portfolio node: a sum, or an average weighted by value.",
        "properties": {
          "node": {"type": "string", "description": "Portfolio path; empty for the whole run."},
          "product_type": {
            "type": ["string", "null"],
            "description": "null for all product types together.",
            "enum": [
              "FX_FWD",
              "AMORT_LOAN",
              "FIXED_BOND",
              "FLOATING_RATE",
              "CALLABLE_BOND",
              "PUTABLE_BOND",
              "ABS_MBS",
              "STRUCTURED",
              "DERIVATIVES",
              null
            ]
          },
          "currency": {"$ref": "#/components/schemas/Currency"},
          "is_reporting_total": {
            "type": "boolean",
            "description": "Whether positions of every currency are converted into this one."
          },
          "position_count": {
            "type": "integer",
            "description": "Positions to which the measure applies.",
            "minimum": 0
          },
          "gap_count": {
            "type": "integer",
            "description": "Positions left out in some scenario for want of a number.",
            "minimum": 0
          },
          "measure": {"$ref": "#/components/schemas/Measure"},
          "factor": {"type": "string"},
          "cells": {"type": "array", "items": {"$ref": "#/components/schemas/Cell"}}
        },
        "required": [
          "node",
          "product_type",
          "currency",
          "is_reporting_total",
          "position_count",
          "gap_count",
          "measure",
          "factor",
          "cells"
        ]
      },
      "NodeResultPage": {
        "type": "object",
        "properties": {
          "run_id": {"$ref": "#/components/schemas/RunID"},
          "run_state": {"$ref": "#/components/schemas/RunState"},
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/NodeResult"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["run_id", "run_state", "items"]
      },
      "GapCounts": {
        "type": "object",
        "properties": {
          "run_id": {"$ref": "#/components/schemas/RunID"},
          "run_state": {"$ref": "#/components/schemas/RunState"},
          "items": {
            "type": "array",
            "items": {
              "type": "object",
              "properties": {
                "product_type": {"$ref": "#/components/schemas/ProductType"},
                "reason": {"$ref": "#/components/schemas/Reason"},
                "position_count": {"type": "integer", "minimum": 1},
                "row_count": {
                  "type": "integer",
                  "description": "Vectors with at least one such cell.",
                  "minimum": 1
                }
              },
              "required": ["product_type", "reason", "position_count", "row_count"]
            }
          }
        },
        "required": ["run_id", "run_state", "items"]
      },
      "CashFlow": {
        "type": "object",
        "description": "A future flow of the whole position in the base scenario; received is positive.",
        "properties": {
          "period_number": {
            "type": "integer",
            "description": "1 for the first after the valuation date.",
            "minimum": 1
          },
          "pay_date": {"type": "string", "description": "Day on which cash moves.", "format": "date"},
          "currency": {"$ref": "#/components/schemas/Currency"},
          "interest": {"type": "number"},
          "principal": {"type": "number", "description": "Scheduled."},
          "prepayment": {"type": "number"},
          "total": {"type": "number"},
          "balance": {"type": "number", "description": "Principal outstanding after the flow."}
        },
        "required": [
          "period_number",
          "pay_date",
          "currency",
          "interest",
          "principal",
          "prepayment",
          "total",
          "balance"
        ]
      },
      "CashFlowPage": {
        "type": "object",
        "properties": {
          "items": {"type": "array", "items": {"$ref": "#/components/schemas/CashFlow"}},
          "next_cursor": {"$ref": "#/components/schemas/Cursor"}
        },
        "required": ["items"]
      },
      "Health": {
        "type": "object",
        "properties": {"status": {"type": "string", "enum": ["live", "ready"]}},
        "required": ["status"]
      }
    },
    "parameters": {
      "RunID": {
        "name": "run_id",
        "in": "path",
        "required": true,
        "description": "Name of the run.",
        "schema": {"$ref": "#/components/schemas/RunID"},
        "example": "R20230331-01JZ8K3V5T-7QF2"
      },
      "ScheduleName": {
        "name": "schedule_name",
        "in": "path",
        "required": true,
        "description": "Name of the schedule.",
        "schema": {"$ref": "#/components/schemas/ScheduleName"},
        "example": "nightly"
      },
      "SnapshotID": {
        "name": "snapshot_id",
        "in": "path",
        "required": true,
        "description": "Content hash of the snapshot.",
        "schema": {"$ref": "#/components/schemas/ContentID"},
        "example": "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
      },
      "Limit": {
        "name": "limit",
        "in": "query",
        "description": "The most items of the page. Pages with many scenarios may hold fewer.",
        "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}
      },
      "Cursor": {
        "name": "cursor",
        "in": "query",
        "description": "next_cursor of the page before, with the same filters. Opaque.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 1000, "pattern": "^[A-Za-z0-9_-]+$"}
      },
      "Scenario": {
        "name": "scenario",
        "in": "query",
        "description": "Only the cells of this scenario; may be repeated, up to 100 times.",
        "schema": {
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1,
            "maxLength": 64,
            "pattern": "^[^\\u0000-\\u001F\\u007F]+$"
          },
          "maxItems": 100
        },
        "style": "form",
        "explode": true
      },
      "Node": {
        "name": "node",
        "in": "query",
        "description": "This portfolio node and all below it, by its path.",
        "schema": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200,
          "pattern": "^[^\\u0000-\\u001F\\u007F]*$"
        },
        "example": "GS-BOND-FUND/RATES"
      },
      "Measure": {
        "name": "measure",
        "in": "query",
        "description": "Only this measure.",
        "schema": {"$ref": "#/components/schemas/Measure"}
      },
      "Factor": {
        "name": "factor",
        "in": "query",
        "description": "Only this factor: a key tenor, a currency, or empty for measures without one.",
        "schema": {"type": "string", "maxLength": 40, "pattern": "^[^\\u0000-\\u001F\\u007F]*$"}
      },
      "Partial": {
        "name": "partial",
        "in": "query",
        "description": "Store the rows that are accepted although others are rejected.",
        "schema": {"type": "boolean", "default": false}
      }
    },
    "responses": {
      "BadRequest": {
        "description": "A parameter or the body has the wrong form.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:invalid-parameter",
              "title": "Invalid parameter",
              "status": 400,
              "instance": "urn:tenor:request:6f1c2a",
              "errors": [
                {
                  "field": "limit",
                  "message": "must be one whole number, got \"0\"",
                  "fix": "send a number from 1 to 1000"
                }
              ]
            }
          }
        }
      },
      "CrossOrigin": {
        "description": "A browser says that a page of another origin asks for a change.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:cross-origin",
              "title": "Cross-origin write refused",
              "status": 403,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "A web page of another origin may not change anything here."
            }
          }
        }
      },
      "NotFound": {
        "description": "There is no such thing.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:not-found",
              "title": "Not found",
              "status": 404,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "There is no run 'R20230331-01JZ8K3V5T-7QF2'."
            }
          }
        }
      },
      "Conflict": {
        "description": "The state of the resource does not allow this.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:conflict",
              "title": "Conflict",
              "status": 409,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "run R20230331-01JZ8K3V5T-7QF2 is RUNNING; it cannot be published; only a SUCCEEDED run can"
            }
          }
        }
      },
      "Gone": {
        "description": "The results of the run were removed; the run and its request are still there.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:gone",
              "title": "Gone",
              "status": 410,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "The results of run R20230331-01JZ8K3V5T-7QF2 were removed by ann at 2023-05-01T00:00:00.000Z."
            }
          }
        }
      },
      "BodyTooLarge": {
        "description": "The body is larger than this operation reads.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:content-too-large",
              "title": "Request body too large",
              "status": 413,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "The body may have at most 16777216 bytes."
            }
          }
        }
      },
      "NotJSON": {
        "description": "The body is not sent as application/json.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:unsupported-media-type",
              "title": "Unsupported media type",
              "status": 415,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "This operation reads application/json.",
              "errors": [
                {
                  "field": "Content-Type",
                  "message": "is missing or not read by this operation",
                  "fix": "send the body as application/json"
                }
              ]
            }
          }
        },
        "headers": {"Accept": {"description": "What the operation reads.", "schema": {"type": "string"}}}
      },
      "Unprocessable": {
        "description": "Well formed, but refused field by field; nothing is stored.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:unprocessable",
              "title": "Request cannot be processed",
              "status": 422,
              "instance": "urn:tenor:request:6f1c2a",
              "errors": [
                {
                  "field": "positions[2].instrument_id",
                  "message": "'US0000000000' is not known",
                  "fix": "store the instrument first"
                }
              ]
            }
          }
        }
      },
      "UnknownHost": {
        "description": "The Host field holds a name that this server does not answer to.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:unknown-host",
              "title": "Unknown host",
              "status": 421,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "This server does not answer to the name in the Host field. Address it as localhost, or start it with --host NAME."
            }
          }
        }
      },
      "NoRoom": {
        "description": "The database's disk has no room for what is asked.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:insufficient-storage",
              "title": "Not enough room",
              "status": 507,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "The run would take 40000000000 bytes of the 31000000000 that are free on the database's disk, where 25000000000 must stay. Make room, or ask for fewer scenarios, measures, key rates or positions."
            }
          }
        }
      },
      "Unavailable": {
        "description": "The service cannot take the request now.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:unavailable",
              "title": "Service unavailable",
              "status": 503,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "The database does not answer; try again shortly."
            }
          }
        },
        "headers": {
          "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}}
        }
      },
      "TimedOut": {
        "description": "The operation did not finish in time.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:timeout",
              "title": "Operation timed out",
              "status": 504,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "The operation did not finish within the time this server allows."
            }
          }
        }
      },
      "Problem": {
        "description": "Any other problem.",
        "content": {
          "application/problem+json": {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": {
              "type": "urn:tenor:problem:internal-error",
              "title": "Internal server error",
              "status": 500,
              "instance": "urn:tenor:request:6f1c2a",
              "detail": "The server failed; its log holds the reason under this request's identifier."
            }
          }
        }
      }
    }
  }
}

"""##
}
