package dev.gatehouse.core.gateway;

import dev.gatehouse.core.sealing.Sealer;

/**
 * What every journey of a request uses.
 *
 * @param ledger records what becomes of requests
 * @param refusing brings refusals to clients
 * @param questions passes servers' questions to clients and their answers back
 * @param sealer seals what clients carry
 */
record Stages(Ledger ledger, Refusing refusing, QuestionDesk questions, Sealer sealer) {}
