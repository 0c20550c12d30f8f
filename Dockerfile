# docker build -t REPOSITORY:TAG .      JDK_IMAGE: any image with JDK 25, glibc and curl
ARG JDK_IMAGE=eclipse-temurin:25-jdk

FROM ${JDK_IMAGE} AS build
WORKDIR /src
COPY . .
RUN ./mvnw -B -q -pl operator -am -Dmaven.test.skip=true -Dspotless.check.skip=true package
RUN image/assemble /image

# Nothing but the C library, a Java runtime and the program.
FROM scratch
COPY --from=build /image /
USER 10001:10001
ENV MALLOC_ARENA_MAX=2
EXPOSE 8080
ENTRYPOINT ["/app/jre/bin/java", "@/app/jvm.options", "-XX:AOTCache=/app/onshore.aot", "-jar", "/app/onshore.jar"]
CMD ["--help"]
