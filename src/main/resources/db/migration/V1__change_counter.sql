-- One row a snapshot: the counter rises with every change, so that replicas know when to reload.
CREATE TABLE change_counter (
    topic TEXT   PRIMARY KEY,
    n     BIGINT NOT NULL
);
