# Build:  docker build -t linkgate .
# Try:    docker run --rm -p 8080:8080 -e SPRING_PROFILES_ACTIVE=sandbox linkgate

FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src src
# The tests need more than a build should (a PostgreSQL of their own) and belong to CI.
RUN ./mvnw -B -q -DskipTests package \
 && java -Djarmode=tools -jar target/linkgate.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre
RUN groupadd --gid 10001 linkgate \
 && useradd --uid 10001 --gid linkgate --home-dir /data --no-create-home --shell /usr/sbin/nologin linkgate \
 && install -d -m 0700 -o linkgate -g linkgate /data
WORKDIR /app
# The libraries change rarely and come first, so that a new version of the gateway is a small layer on top of them.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
# Of the image, as `docker build --build-arg REVISION=$(git rev-parse HEAD)` gives them.
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="Linkgate" \
      org.opencontainers.image.description="A gateway that lets teams add private endpoints to MongoDB Atlas projects without an Atlas key" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25-jre" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED"
# A number, so that a platform that insists on a user other than root can see that this is one.
USER 10001:10001
ENV LINKGATE_DATA_DIR=/data
VOLUME /data
EXPOSE 8080 8081
# By bash alone, which the base image has anyway. A gateway that speaks TLS itself (server.ssl) needs another check.
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && read -r -t 4 line <&3 && [[ $line == *' 200 '* ]]"]
# SQLite's driver is native code. Memory and other JVM options go into JAVA_TOOL_OPTIONS.
ENTRYPOINT ["java", "--enable-native-access=ALL-UNNAMED", "-XX:+ExitOnOutOfMemoryError", "-jar", "linkgate.jar"]
