# Build:  docker build -t linkgate .
# Try:    docker run --rm -p 8080:8080 -e SPRING_PROFILES_ACTIVE=sandbox linkgate

# The version of pom.xml, and of nothing else.
ARG VERSION=0.4.0

FROM eclipse-temurin:25-jdk AS build
ARG VERSION
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
RUN grep -qxF "  <version>$VERSION</version>" pom.xml \
 || { echo "pom.xml has another version than $VERSION, which the image would have" >&2; exit 1; }
COPY src src
# Tests and static checks belong to CI.
RUN ./mvnw -B -q -DskipTests -Pquick package \
 && src/main/docker/layout.sh /opt/linkgate

# It brings bash, for three short scripts; Java comes with the layout.
FROM debian:13-slim
RUN groupadd --gid 10001 linkgate \
 && useradd --uid 10001 --gid linkgate --home-dir /data --no-create-home --shell /usr/sbin/nologin linkgate \
 && install -d -m 0700 -o linkgate -g linkgate /data \
 && ln -s /opt/linkgate/linkgate /usr/local/bin/linkgate
COPY --from=build /opt/linkgate /opt/linkgate
# Of the image, as `docker build --build-arg REVISION=$(git rev-parse HEAD)` gives them.
ARG VERSION
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="Linkgate" \
      org.opencontainers.image.description="A gateway that lets teams add private endpoints to MongoDB Atlas projects without an Atlas key" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/debian:13-slim" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED"
# A number, so that a platform that insists on a user other than root can see that this is one.
USER 10001:10001
# The address is for the sandbox, which listens on loopback only elsewhere.
ENV LINKGATE_DATA_DIR=/data SERVER_ADDRESS=0.0.0.0
VOLUME /data
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/linkgate/health"]
ENTRYPOINT ["/opt/linkgate/run"]
